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

/** The hour at the counter, 0 to 23. */
export const localHour = (at: Date | string, timeZone: string): number =>
  Number(localMinute(at, timeZone).slice(11, 13))

/** The time at the counter, `HH:MM`. */
export const localTime = (at: Date | string, timeZone: string): string => localMinute(at, timeZone).slice(11, 16)

/** Milliseconds until the calendar day at the counter changes. Days of 23 and 25 hours, and midnights that a clock skips, are seen. */
export function msToNextDay(at: Date, timeZone: string): number {
  const today = localDay(at, timeZone)
  let [same, next] = [0, longestDayMs]
  while (next - same > 1) {
    const middle = Math.floor((same + next) / 2)
    if (localDay(new Date(at.getTime() + middle), timeZone) === today) same = middle
    else next = middle
  }
  return next
}
const longestDayMs = 27 * 3_600_000
