import { locales, type Language } from '../../contract/identity.ts'

/** `12 août 1974`, `août 1974` or `1974`: a date or the parts of it that are known. */
export function sayDay(value: string, language: Language): string {
  const [year, month, day] = value.split('-')
  if (!month) return year ?? value
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)))
  const parts: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'long', timeZone: 'UTC' }
  return new Intl.DateTimeFormat(locales[language], day ? { ...parts, day: 'numeric' } : parts).format(date)
}

/** The day of a moment, where the reader is: `samedi 28 novembre 2026`. */
export function sayMoment(value: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'full' }).format(new Date(value))
}

/** Hour and minute of a moment, where the reader is. */
export function sayClock(value: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { hour: '2-digit', minute: '2-digit' }).format(new Date(value))
}
