import { sql } from 'kysely'
import type { Central, Trx } from '../context.ts'
import { ageBands, type AgeBand } from './periods.ts'
import { protectCells, type Counts, type Hidden } from './protect-cells.ts'

const measures = ['visits', 'refused', 'cannot_tell', 'seconds', 'timed'] as const
type Measure = (typeof measures)[number]
export type FairnessCell = Record<Measure, number>

/** What one cell shows: a share and a time only where they tell of nobody in particular. */
export type ShownCell = {
  visits: number
  refusedShare: number | null
  cannotTellShare: number | null
  meanSeconds: number | null
} | null
export type Fairness = { documents: string[]; bands: readonly AgeBand[]; cells: ShownCell[][] }

/** What visits that are still here add to the counts of those that were erased. */
const live = sql`
  SELECT quarter, document, age_band, 1 AS visits,
    CASE WHEN outcome = 'refused' OR state = 'REJECTED' THEN 1 ELSE 0 END AS refused,
    CASE WHEN outcome = 'unverifiable' OR state = 'NOT_VERIFIED' THEN 1 ELSE 0 END AS cannot_tell,
    coalesce(seconds, 0)::bigint AS seconds, CASE WHEN seconds IS NULL THEN 0 ELSE 1 END AS timed
  FROM visit_figure JOIN packet
    ON packet.station_id = visit_figure.station_id AND packet.packet_id = visit_figure.packet_id
  WHERE age_band IS NOT NULL AND outcome <> 'cancelled'`

/** Moves a visit's age band into the counts of its quarter, so that it stands beside no packet any more. */
export async function settleFairness(trx: Trx, stationId: string, packetId: string): Promise<void> {
  await sql`
    INSERT INTO fairness_count (quarter, document, age_band, visits, refused, cannot_tell, seconds, timed)
    ${live} AND visit_figure.station_id = ${stationId} AND visit_figure.packet_id = ${packetId}
    ON CONFLICT (quarter, document, age_band) DO UPDATE SET
      visits = fairness_count.visits + excluded.visits, refused = fairness_count.refused + excluded.refused,
      cannot_tell = fairness_count.cannot_tell + excluded.cannot_tell,
      seconds = fairness_count.seconds + excluded.seconds, timed = fairness_count.timed + excluded.timed`.execute(trx)
  await trx
    .updateTable('visit_figure')
    .set({ age_band: null })
    .where('station_id', '=', stationId)
    .where('packet_id', '=', packetId)
    .execute()
}

const nothing: FairnessCell = { visits: 0, refused: 0, cannot_tell: 0, seconds: 0, timed: 0 }

/** A closed quarter's visits by document and age band, of the whole country: parts of it could be subtracted from each other. */
export async function readFairness({ db }: Pick<Central, 'db'>, quarter: string): Promise<Fairness> {
  const { rows } = await sql<{ document: string; age_band: AgeBand } & Record<Measure, string | number>>`
    SELECT document, age_band, sum(visits) AS visits, sum(refused) AS refused, sum(cannot_tell) AS cannot_tell,
      sum(seconds) AS seconds, sum(timed) AS timed
    FROM (${live} AND quarter = ${quarter} UNION ALL
      SELECT quarter, document, age_band, visits, refused, cannot_tell, seconds, timed FROM fairness_count
      WHERE quarter = ${quarter}) AS visits_of_quarter
    GROUP BY document, age_band`.execute(db)
  const documents = [...new Set(rows.map(({ document }) => document))].sort()
  const bands = ageBands.slice(1)
  const cells = documents.map((document) =>
    bands.map((band): FairnessCell => {
      const row = rows.find((one) => one.document === document && one.age_band === band)
      return row === undefined
        ? nothing
        : (Object.fromEntries(measures.map((name) => [name, Number(row[name])])) as FairnessCell)
    }),
  )
  return { documents, bands, cells: showCells(cells) }
}

/** Shares are shown where those whom it happened to, and those whom it did not, are enough in each cell and in what could be subtracted. */
export function showCells(cells: FairnessCell[][]): ShownCell[][] {
  const countsOf = (of: (cell: FairnessCell) => number): Counts => cells.map((line) => line.map(of))
  const hidden = protectCells(countsOf(({ visits }) => visits))
  const hiddenShare = (of: (cell: FairnessCell) => number): Hidden => {
    const happened = protectCells(countsOf(of), hidden)
    return protectCells(
      countsOf((cell) => cell.visits - of(cell)),
      happened,
    )
  }
  const refused = hiddenShare((cell) => cell.refused)
  const cannotTell = hiddenShare((cell) => cell.cannot_tell)
  const timed = protectCells(
    countsOf((cell) => cell.timed),
    hidden,
  )
  return cells.map((line, i) =>
    line.map((cell, j) => {
      if (hidden[i]![j]) return null
      return {
        visits: cell.visits,
        refusedShare: refused[i]![j] ? null : cell.refused / cell.visits,
        cannotTellShare: cannotTell[i]![j] ? null : cell.cannot_tell / cell.visits,
        meanSeconds: timed[i]![j] ? null : cell.seconds / cell.timed,
      }
    }),
  )
}
