import type { DailyLogRange, DailyLogTotals } from '../../contract/daily-log.ts'
import type { Store } from '../store/open-store.ts'
import { inRange, rowSource } from './log-rows.ts'

type Counts = { key: string; count: number }[]

/** Totals of a range; one pass of the index each, nothing held in memory but the counts. */
export function computeTotals({ db }: Store, range: DailyLogRange): DailyLogTotals {
  const all = <T>(sql: string) => db.prepare<[DailyLogRange], T>(sql).all(range)
  const countBy = (key: string): Counts =>
    all(`SELECT ${key} AS key, count(*) AS count FROM day_rows d WHERE ${inRange} AND ${key} IS NOT NULL
         GROUP BY 1 ORDER BY 2 DESC, 1`)
  const byReason: Counts = all(
    `SELECT r.value AS key, count(*) AS count FROM day_rows d, json_each(d.reasons) r WHERE ${inRange}
     GROUP BY 1 ORDER BY 2 DESC, 1`,
  )
  const [sums] = all<{ total: number; overrides: number; provisional: number; unsynced: number }>(
    `SELECT count(*) AS total, coalesce(sum(d.overridden), 0) AS overrides, coalesce(sum(d.provisional), 0) AS provisional,
       coalesce(sum(o.receipt IS NULL), 0) AS unsynced FROM ${rowSource} WHERE ${inRange}`,
  )
  const byHour = Array.from({ length: 24 }, () => 0)
  for (const { key, count } of countBy('d.local_hour')) byHour[Number(key)] = count
  return {
    ...sums!,
    byOutcome: countBy('d.outcome'),
    byReason,
    byDocument: countBy('d.document_type'),
    byOperator: countBy('d.operator_id'),
    byHour,
    byDay: countBy('d.local_day').sort((a, b) => a.key.localeCompare(b.key)),
    medianDurationSeconds: median(db, range, sums!.total),
  }
}

/** Of an even number the mean of the two in the middle, rounded. */
function median(db: Store['db'], range: DailyLogRange, total: number): number | null {
  if (total === 0) return null
  const middle = db
    .prepare<[Record<string, unknown>], { seconds: number }>(
      `SELECT d.duration_seconds AS seconds FROM day_rows d WHERE ${inRange} ORDER BY 1 LIMIT @many OFFSET @offset`,
    )
    .all({ ...range, many: total % 2 === 0 ? 2 : 1, offset: Math.floor((total - 1) / 2) })
  return Math.round(middle.reduce((sum, row) => sum + row.seconds, 0) / middle.length)
}
