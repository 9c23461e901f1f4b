import type { DailyLogRange, DailyLogTotals } from '../../contract/daily-log.ts'
import type { Store } from '../store/open-store.ts'
import { countedColumns, inRange, newestPosition, rowSource, type CountedRow } from './log-rows.ts'

type Key = string | number
type Counts = { key: string; count: number }[]

/** Counts rows as they are read; nothing is held in memory but the counts. */
export interface Tally {
  add(row: CountedRow): void
  /** Of what was added until now. */
  totals(): DailyLogTotals
}

/** Totals of a range, up to the outbox position `until`: one pass over its rows. */
export function computeTotals(store: Store, range: DailyLogRange, until = newestPosition(store)): DailyLogTotals {
  const rows = store.db.prepare<[DailyLogRange & { until: number }], CountedRow>(
    `SELECT ${countedColumns} FROM ${rowSource} WHERE ${inRange} AND o.position <= @until`,
  )
  const tally = createTally()
  for (const row of rows.iterate({ ...range, until })) tally.add(row)
  return tally.totals()
}

export function createTally(): Tally {
  const sums = { total: 0, overrides: 0, provisional: 0, unsynced: 0 }
  const [hours, days, outcomes, reasons, documents, operators, seconds] = Array.from({ length: 7 }, createCounter)
  const add = (row: CountedRow) => {
    sums.total += 1
    sums.overrides += row.overridden
    sums.provisional += row.provisional
    sums.unsynced += row.unsynced
    hours!.add(row.localHour)
    days!.add(row.localDay)
    outcomes!.add(row.outcome)
    operators!.add(row.operatorId)
    seconds!.add(row.durationSeconds)
    if (row.documentType !== null) documents!.add(row.documentType)
    if (row.reasons !== '[]') for (const reason of JSON.parse(row.reasons) as string[]) reasons!.add(reason)
  }
  const totals = () => ({
    ...sums,
    byOutcome: outcomes!.counts(),
    byReason: reasons!.counts(),
    byDocument: documents!.counts(),
    byOperator: operators!.counts(),
    byHour: Array.from({ length: 24 }, (_, hour) => hours!.of(hour)),
    byDay: days!.counts().sort((a, b) => compare(a.key, b.key)),
    medianDurationSeconds: median(seconds!.entries(), sums.total),
  })
  return { add, totals }
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
