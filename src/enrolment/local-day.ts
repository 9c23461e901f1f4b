import { legalTimeZone } from '../contract/legal-time.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, format)
  return format
}

/** Whether a text names a time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined
  } catch {
    return false
  }
}

let last = { at: null as Date | string | null, minute: NaN, timeZone: '', text: '' }

/** `YYYY-MM-DD HH:MM`. A seal asks for one minute many times over, a log for each moment twice and for the same minutes in a row. */
function localMinute(at: Date | string, timeZone: string): string {
  if (typeof at === 'string' && at === last.at && timeZone === last.timeZone) return last.text
  const date = new Date(at)
  const minute = Math.floor(date.getTime() / 60_000)
  const isKnown = minute === last.minute && timeZone === last.timeZone
  last = { at, minute, timeZone, text: isKnown ? last.text : formatOf(timeZone).format(date) }
  return last.text
}

/** The calendar day at the counter, `YYYY-MM-DD`. */
export const localDay = (at: Date | string, timeZone: string): string => localMinute(at, timeZone).slice(0, 10)

/** The calendar day of legal time: that of central's own matters and of an identity. At a counter the place's day counts instead. */
export const legalDay = (at: Date | string): string => localDay(at, legalTimeZone)

/**
 * The calendar days that it is in France at a moment, 22 hours wide: Wallis begins each first, Tahiti last. For what is judged before
 * the place of the visit is known, where the better one for the citizen counts: the counter judges again by its own day.
 */
export const daysInFrance = (at: Date | string): { earliest: string; latest: string } => ({
  earliest: localDay(at, 'Pacific/Tahiti'),
  latest: localDay(at, 'Pacific/Wallis'),
})

/** The hour at the counter, 0 to 23. */
export const localHour = (at: Date | string, timeZone: string): number =>
  Number(localMinute(at, timeZone).slice(11, 13))

/** The time at the counter, `HH:MM`. */
export const localTime = (at: Date | string, timeZone: string): string => localMinute(at, timeZone).slice(11, 16)

/** Milliseconds until the calendar day at the counter changes. Days of 23 and 25 hours, and midnights that a clock skips, are seen. */
export const msToNextDay = (at: Date, timeZone: string): number => longestWithin(at, timeZone, 1) + 1

/** The moment at which the calendar day at the counter began, seen as in `msToNextDay`. */
export const startOfDay = (at: Date, timeZone: string): Date => new Date(at.getTime() - longestWithin(at, timeZone, -1))

const longestDayMs = 27 * 3_600_000

/** How many milliseconds one can go in a direction and still be in the same calendar day. */
function longestWithin(at: Date, timeZone: string, direction: 1 | -1): number {
  const today = localDay(at, timeZone)
  let [same, other] = [0, longestDayMs]
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2)
    if (localDay(new Date(at.getTime() + direction * middle), timeZone) === today) same = middle
    else other = middle
  }
  return same
}
