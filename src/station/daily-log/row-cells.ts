import type { DailyLogRow, DailyLogTotals } from '../../contract/daily-log.ts'
import { sayKnown, type Say } from '../../texts/texts-in.ts'
import { localDay, localTime } from '../../enrolment/local-day.ts'
import { logColumns, type LogColumn } from './log-columns.ts'

/** One row as words, in the order of `logColumns`. */
export function cellsOf(row: DailyLogRow, say: Say, timeZone: string): Record<LogColumn, string> {
  const yesOrNo = (is: boolean) => say(is ? 'daily-log:yes' : 'daily-log:no')
  return {
    day: localDay(row.sealedAt, timeZone),
    time: localTime(row.sealedAt, timeZone),
    reference: row.reference,
    operator: row.operatorName,
    channel: say(`words:channel.${row.channel}`),
    document: row.documentType === null ? '' : say(`documents:${row.documentType}.name`),
    outcome: say(`words:outcome.${row.outcome}`),
    reasons: row.reasons.map((reason) => say(`reasons:${reason}.short`)).join(' / '),
    duration: String(row.durationSeconds),
    override: yesOrNo(row.overridden),
    provisional: yesOrNo(row.provisional),
    state: say(`words:packet.${row.state}`),
    central: row.centralDecision === null ? '' : say(`words:central.${row.centralDecision}`),
  }
}

/** The totals as label and figure, for the foot of an export. */
export function totalLines(totals: DailyLogTotals, say: Say): [string, string][] {
  const figures: [string, number | null][] = [
    [say('daily-log:total.total'), totals.total],
    ...totals.byOutcome.map(({ key, count }): [string, number] => [sayKnown(say, `words:outcome.${key}`, key), count]),
    [say('daily-log:total.overrides'), totals.overrides],
    [say('daily-log:total.provisional'), totals.provisional],
    [say('daily-log:total.unsynced'), totals.unsynced],
    [say('daily-log:total.median'), totals.medianDurationSeconds],
  ]
  return figures.map(([label, figure]) => [label, figure === null ? '' : String(figure)])
}

export const headings = (say: Say): string[] => logColumns.map((column) => say(`daily-log:column.${column}`))
