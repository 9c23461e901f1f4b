import { locales, type Language } from '../contract/identity.ts'

/** The citizen's letters and pages tell time as the legal time of metropolitan France has it. */
const timeZone = 'Europe/Paris'

/** A moment in words: `30 novembre 2026 à 08:37`. */
export function sayMoment(at: Date | string, language: Language): string {
  return new Date(at).toLocaleString(locales[language], { dateStyle: 'long', timeStyle: 'short', timeZone })
}

/** The day of a moment in words: `30 novembre 2026`. */
export function sayDayOf(at: Date, language: Language): string {
  return at.toLocaleDateString(locales[language], { dateStyle: 'long', timeZone })
}

/**
 * A calendar day (YYYY-MM-DD) in words. One of which the day, or the month and the day, is unknown (-00) is said as far as it is known;
 * what is no day stays as it is.
 */
export function sayDay(day: string, language: Language): string {
  const [, year, month, date] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(day) ?? []
  if (year === undefined) return day
  if (month === undefined || month === '00') return year
  const known = date === undefined || date === '00' ? {} : ({ day: 'numeric' } as const)
  const noon = new Date(`${year}-${month}-${date === undefined || date === '00' ? '01' : date}T12:00:00Z`)
  if (Number.isNaN(noon.getTime())) return day
  return noon.toLocaleDateString(locales[language], { year: 'numeric', month: 'long', ...known, timeZone: 'UTC' })
}
