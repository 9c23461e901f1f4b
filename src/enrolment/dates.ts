import type { IsoDate, IsoTime, PartialDate } from '../contract/identity.ts'

const pad = (value: number, width = 2): string => String(value).padStart(width, '0')

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Year, month and day of a date; a part the issuer does not know is null. */
export function partsOf(date: PartialDate): { year: number; month: number | null; day: number | null } {
  const [year, month, day] = date.split('-').map(Number)
  return { year: year!, month: month ?? null, day: day ?? null }
}

/** Whether a date, or what is known of it, is one of the calendar: 1985-02-30 is not, nor is 1985-00. */
export function isCalendarDate(date: PartialDate): boolean {
  const { year, month, day } = partsOf(date)
  if (month !== null && (month < 1 || month > 12)) return false
  return day === null || (day >= 1 && day <= daysInMonth(year, month!))
}

/** The first day a partial date can mean: `1980-05` is `1980-05-01`. */
export function earliestDay(date: PartialDate): IsoDate {
  const { year, month, day } = partsOf(date)
  return `${pad(year, 4)}-${pad(month ?? 1)}-${pad(day ?? 1)}`
}

/** The last day a partial date can mean: `1980-02` is `1980-02-29`. */
export function latestDay(date: PartialDate): IsoDate {
  const { year, month, day } = partsOf(date)
  return `${pad(year, 4)}-${pad(month ?? 12)}-${pad(day ?? daysInMonth(year, month ?? 12))}`
}

/**
 * The same day some months later; where that month has no such day, its last day (the counting of article 641 of the
 * French code of civil procedure: 29 February plus 18 years is 28 February).
 */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const index = year * 12 + month - 1 + months
  const [newYear, newMonth] = [Math.floor(index / 12), (index % 12) + 1]
  return `${pad(newYear, 4)}-${pad(newMonth)}-${pad(Math.min(day, daysInMonth(newYear, newMonth)))}`
}

/** The same day some years later, counted as in `addMonths`. */
export function addYears(date: IsoDate, years: number): IsoDate {
  return addMonths(date, years * 12)
}

/** The day some days later, or earlier when negative. */
export function addDays(date: IsoDate, days: number): IsoDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
}

/** Whether a time lies between two others, both included; what is no time lies nowhere. */
export const isWithin = (time: IsoTime, from: IsoTime, until: IsoTime): boolean =>
  Date.parse(from) <= Date.parse(time) && Date.parse(time) <= Date.parse(until)
