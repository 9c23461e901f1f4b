import { sql } from 'kysely'
import type { Central } from '../context.ts'
import type { IsoDate } from '../../contract/identity.ts'

export type AtlasRow = {
  reader: string
  series: string
  visits: number
  /** Visits in which the chip was not proved, whatever the reason. */
  unproved: number
  /** Failed reads by their code, the commonest first. */
  faults: [code: string, times: number][]
}

const mostRows = 200

/** Where chips fail: by the reader's model and the series of the document, the worst share first. */
export async function readChipAtlas(
  { db }: Pick<Central, 'db'>,
  { from, to }: { from: IsoDate; to: IsoDate },
): Promise<AtlasRow[]> {
  const { rows } = await sql<{ reader: string; series: string; visits: string; unproved: string; faults: object[] }>`
    SELECT reader, series, count(*) AS visits,
      count(*) FILTER (WHERE steps->'chip'->>'verdict' <> 'passed') AS unproved,
      jsonb_agg(faults) FILTER (WHERE faults <> '{}'::jsonb) AS faults
    FROM visit_figure
    WHERE week BETWEEN ${from}::date AND ${to}::date AND reader IS NOT NULL AND series IS NOT NULL AND steps ? 'chip'
    GROUP BY reader, series
    ORDER BY count(*) FILTER (WHERE steps->'chip'->>'verdict' <> 'passed')::real / count(*) DESC, count(*) DESC, 1, 2
    LIMIT ${mostRows}`.execute(db)
  return rows.map(({ reader, series, visits, unproved, faults }) => ({
    reader,
    series,
    visits: Number(visits),
    unproved: Number(unproved),
    faults: addUp((faults ?? []) as Record<string, number>[]),
  }))
}

function addUp(all: Record<string, number>[]): AtlasRow['faults'] {
  const sums = new Map<string, number>()
  for (const [code, times] of all.flatMap((one) => Object.entries(one)))
    // What a camera gave is no word on the chip.
    if (code.startsWith('chip_') || code.startsWith('reader_')) sums.set(code, (sums.get(code) ?? 0) + times)
  return [...sums].sort((a, b) => b[1] - a[1])
}
