import type { DailyLogRow, DailyLogTotals } from '../../contract/daily-log.ts'
import { localDay, localTime } from '../clock/local-day.ts'
import { logColumns } from './words.ts'
import type { LogColumn, LogWords } from './words.ts'

/** One row as words, in the order of `logColumns`. */
export function cellsOf(row: DailyLogRow, words: LogWords, timeZone: string): Record<LogColumn, string> {
  const wordFor = (code: string | null) => (code === null ? '' : (words.values[code] ?? code))
  return {
    day: localDay(row.sealedAt, timeZone),
    time: localTime(row.sealedAt, timeZone),
    reference: row.reference,
    operator: row.operatorId,
    channel: wordFor(row.channel),
    document: wordFor(row.documentType),
    last4: row.documentLast4 ?? '',
    outcome: wordFor(row.outcome),
    reasons: row.reasons.map(wordFor).join(' / '),
    duration: String(row.durationSeconds),
    override: row.overridden ? words.yes : words.no,
    provisional: row.provisional ? words.yes : words.no,
    state: wordFor(row.state),
    central: wordFor(row.centralDecision),
  }
}

/** The totals as label and figure, for the foot of an export. */
export function totalLines(totals: DailyLogTotals, words: LogWords): [string, string][] {
  const figures: [string, number | null][] = [
    [words.totals.total, totals.total],
    ...totals.byOutcome.map(({ key, count }): [string, number] => [words.values[key] ?? key, count]),
    [words.totals.overrides, totals.overrides],
    [words.totals.provisional, totals.provisional],
    [words.totals.unsynced, totals.unsynced],
    [words.totals.median, totals.medianDurationSeconds],
  ]
  return figures.map(([label, figure]) => [label, figure === null ? '' : String(figure)])
}

export const headings = (words: LogWords): string[] => logColumns.map((column) => words.columns[column])
