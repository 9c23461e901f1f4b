import { citizenLocales, type CitizenLanguage } from '../contract/citizen.ts'
import { locales, type Language } from '../contract/identity.ts'
import { legalTimeZone } from '../contract/legal-time.ts'

/** A date of Intl as people say it: French has « mardi 1er mars », then « mercredi 2 mars ». */
export const withFirst = (words: string, language: CitizenLanguage): string =>
  language === 'fr' ? words.replace(/(?<!\S)1(?=\s\p{Ll}{3})/u, '1er') : words

/** A moment in words, in the country's legal time where no other zone is named: `30 novembre 2026 à 08:37`. */
export function sayMoment(at: Date | string, language: Language, timeZone = legalTimeZone): string {
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone } as const
  return withFirst(new Date(at).toLocaleString(locales[language], style), language)
}

/** A moment as people of a place say it, with the zone's name: Papeete is not Paris. */
export function sayMomentThere(at: string, timeZone: string, language: Language): string {
  const words = new Date(at).toLocaleString(locales[language], { dateStyle: 'long', timeStyle: 'long', timeZone })
  // Seconds say nothing here, and a long style is the one that names the zone.
  return withFirst(words.replace(/(\d{1,2}:\d{2}):\d{2}/, '$1'), language)
}

/** The day of a moment in words: `30 novembre 2026`. */
export function sayDayOf(at: Date, language: Language): string {
  return withFirst(at.toLocaleDateString(locales[language], { dateStyle: 'long', timeZone: legalTimeZone }), language)
}

/**
 * A calendar day in words: `12 August 1974`, `August 1974` or `1974` where parts of it are not there, or are `XX` (as a document has it) or
 * `00` (as a hub has it); `short` where a column is narrow: `12 Aug 1974`. What is no day stays as it is.
 */
export function sayDay(value: string, language: CitizenLanguage, month: 'long' | 'short' = 'long'): string {
  const known = /^(\d{4})(?:-(?:XX|00))*$|^(\d{4})-(\d\d)(?:-(\d\d|XX))?$/.exec(value)
  if (known === null) return value
  const [, yearAlone, year, monthNumber, written] = known
  if (yearAlone !== undefined) return yearAlone
  const day = written === undefined || written === 'XX' || written === '00' ? null : written
  const date = new Date(`${year}-${monthNumber}-${day ?? '01'}T12:00:00Z`)
  if (Number.isNaN(date.getTime())) return value
  const parts = { year: 'numeric', month, timeZone: 'UTC', ...(day !== null && ({ day: 'numeric' } as const)) } as const
  return withFirst(date.toLocaleDateString(citizenLocales[language], parts), language)
}
