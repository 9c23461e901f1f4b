import type { DailyLogRange, DailyLogTotals } from '../../contract/daily-log.ts'
import type { Store } from '../store/open-store.ts'
import { inRange, rowSource } from './log-rows.ts'

interface CountedRow {
  hour: number
  day: string
  outcome: string
  reasons: string
  document: string | null
  operator: string
  seconds: number
  overridden: number
  provisional: number
  unsynced: number
}
type Key = string | number
type Counts = { key: string; count: number }[]

/** Totals of a range: one pass over its rows, nothing held in memory but the counts. */
export function computeTotals({ db }: Store, range: DailyLogRange): DailyLogTotals {
  const rows = db.prepare<[DailyLogRange], CountedRow>(
    `SELECT d.local_hour AS hour, d.local_day AS day, d.outcome, d.reasons, d.document_type AS document,
       d.operator_id AS operator, d.duration_seconds AS seconds, d.overridden, d.provisional, o.receipt IS NULL AS unsynced
     FROM ${rowSource} WHERE ${inRange}`,
  )
  const sums = { total: 0, overrides: 0, provisional: 0, unsynced: 0 }
  const [hours, days, outcomes, reasons, documents, operators, seconds] = Array.from({ length: 7 }, createCounter)
  for (const row of rows.iterate(range)) {
    sums.total += 1
    sums.overrides += row.overridden
    sums.provisional += row.provisional
    sums.unsynced += row.unsynced
    hours!.add(row.hour)
    days!.add(row.day)
    outcomes!.add(row.outcome)
    operators!.add(row.operator)
    seconds!.add(row.seconds)
    if (row.document !== null) documents!.add(row.document)
    if (row.reasons !== '[]') for (const reason of JSON.parse(row.reasons) as string[]) reasons!.add(reason)
  }
  return {
    ...sums,
    byOutcome: outcomes!.counts(),
    byReason: reasons!.counts(),
    byDocument: documents!.counts(),
    byOperator: operators!.counts(),
    byHour: Array.from({ length: 24 }, (_, hour) => hours!.of(hour)),
    byDay: days!.counts().sort((a, b) => compare(a.key, b.key)),
    medianDurationSeconds: median(seconds!.entries(), sums.total),
  }
}

function createCounter() {
  const found = new Map<Key, number>()
  return {
    add: (key: Key): void => void found.set(key, (found.get(key) ?? 0) + 1),
    of: (key: Key): number => found.get(key) ?? 0,
    entries: (): [Key, number][] => [...found],
    /** The most frequent first. */
    counts: (): Counts =>
      [...found]
        .map(([key, count]) => ({ key: String(key), count }))
        .sort((a, b) => b.count - a.count || compare(a.key, b.key)),
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Of an even number the mean of the two in the middle, rounded. */
function median(seconds: [Key, number][], total: number): number | null {
  if (total === 0) return null
  const sorted = seconds.map(([key, count]) => [Number(key), count] as const).sort(([a], [b]) => a - b)
  const at = (place: number): number => {
    let passed = 0
    return sorted.find(([, count]) => (passed += count) > place)![0]
  }
  return Math.round((at(Math.floor((total - 1) / 2)) + at(Math.floor(total / 2))) / 2)
}
