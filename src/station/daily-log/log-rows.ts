import type { DailyLogRow } from '../../contract/daily-log.ts'
import type { DailyLogFilter, DailyLogRange } from '../../contract/daily-log.ts'
import { Failure } from '../../contract/failure.ts'
import { IsoDate } from '../../contract/identity.ts'
import { readReferencePart } from '../../contract/reference.ts'
import type { Store } from '../store/open-store.ts'

const longestDays = 366
const dayMs = 86_400_000

export interface RawRow extends Omit<DailyLogRow, 'reasons' | 'overridden' | 'provisional'> {
  reasons: string
  overridden: number
  provisional: number
}

/** What totals are counted from. */
export interface CountedRow extends Pick<
  RawRow,
  'outcome' | 'reasons' | 'documentType' | 'operatorId' | 'durationSeconds' | 'overridden' | 'provisional'
> {
  localDay: string
  localHour: number
  /** 1 while central has not said that it has the packet. */
  unsynced: number
}
const placeColumns = 'd.local_day AS localDay, d.local_hour AS localHour, o.receipt IS NULL AS unsynced'
export const countedColumns = `${placeColumns}, d.outcome, d.reasons, d.document_type AS documentType,
  d.operator_id AS operatorId, d.duration_seconds AS durationSeconds, d.overridden, d.provisional`

/** The columns of a DailyLogRow, newest knowledge of its packet included. */
export const rowColumns = `
  d.packet_id AS packetId, d.reference, d.sealed_at AS sealedAt, d.operator_id AS operatorId,
  coalesce((SELECT display_name FROM operators p WHERE p.operator_id = d.operator_id), d.operator_id) AS operatorName, d.channel,
  d.document_type AS documentType, d.outcome, d.reasons,
  d.duration_seconds AS durationSeconds, d.overridden, d.provisional, o.state, o.central_decision AS centralDecision`
export const rowSource = 'day_rows d JOIN outbox o USING (packet_id)'
export const inRange = `d.local_day BETWEEN @from AND @to AND (@operatorId IS NULL OR d.operator_id = @operatorId)`

/** SQL condition: rows that match a filter (`filterValues` gives its parameters). */
export const isFound = `instr(replace(d.reference, '-', ''), @found) > 0 AND (@outcome IS NULL OR d.outcome = @outcome)
  AND (@documentType IS NULL OR d.document_type = @documentType)`

/** A reference as somebody types part of it: case, spaces and hyphens are free. */
export const filterValues = ({ reference, outcome, documentType }: DailyLogFilter) => ({
  found: readReferencePart(reference),
  outcome,
  documentType,
})

/** The database holds nothing else in these columns (its CHECKs), and a page is parsed again on its way out. */
export const readRow = (raw: RawRow): DailyLogRow => ({
  ...raw,
  reasons: raw.reasons === '[]' ? [] : (JSON.parse(raw.reasons) as DailyLogRow['reasons']),
  overridden: raw.overridden === 1,
  provisional: raw.provisional === 1,
})

function readCounted({
  localDay: _day,
  localHour: _hour,
  unsynced: _unsynced,
  ...raw
}: RawRow & CountedRow): DailyLogRow {
  return readRow(raw)
}

/** Code: export_range_invalid (backwards, or longer than a year). */
export function checkRange({ from, to }: DailyLogRange): void {
  const areDays = IsoDate.safeParse(from).success && IsoDate.safeParse(to).success
  const days = (Date.parse(to) - Date.parse(from)) / dayMs
  if (!areDays || days < 0 || days > longestDays) throw new Failure('export_range_invalid')
}

/**
 * Rows of a range in the order they were sealed, in batches, up to the outbox position `until`; the counter works between two batches.
 * Each is counted as it is read.
 */
export async function* batchesOf(
  { db }: Store,
  range: DailyLogRange,
  until: number,
  batchSize: number,
  count: (row: CountedRow) => void,
): AsyncGenerator<DailyLogRow[]> {
  const select = db.prepare<[Record<string, unknown>], RawRow & CountedRow>(
    // One bound below only, so that the index takes it: each batch starts where the last one ended.
    `SELECT ${placeColumns}, ${rowColumns} FROM ${rowSource}
     WHERE (d.local_day, d.sealed_at, d.packet_id) > (@day, @at, @id) AND d.local_day <= @to AND o.position <= @until
       AND (@operatorId IS NULL OR d.operator_id = @operatorId)
     ORDER BY d.local_day, d.sealed_at, d.packet_id LIMIT @batchSize`,
  )
  let after = { day: range.from, at: '', id: '' }
  for (;;) {
    const rows = select.all({ ...range, until, ...after, batchSize })
    if (rows.length > 0) yield rows.map((row) => (count(row), readCounted(row)))
    if (rows.length < batchSize) return
    const last = rows.at(-1)!
    after = { day: last.localDay, at: last.sealedAt, id: last.packetId }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export const countRows = ({ db }: Store, range: DailyLogRange): number =>
  db.prepare<[DailyLogRange], { n: number }>(`SELECT count(*) AS n FROM day_rows d WHERE ${inRange}`).get(range)!.n

/** The newest packet's place: rows up to it are the ones that totals count now, whatever clock they were sealed by. */
export const newestPosition = ({ db }: Store): number =>
  db.prepare<[], { n: number | null }>('SELECT max(position) AS n FROM outbox').get()!.n ?? 0
