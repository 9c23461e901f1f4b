import { locales, type Language } from '../../contract/identity.ts'
import { withFirst } from '../../texts/say-time.ts'

/** The day of a moment, where the reader is: `samedi 28 novembre 2026`. */
export function sayMoment(value: string, language: Language): string {
  return withFirst(new Intl.DateTimeFormat(locales[language], { dateStyle: 'full' }).format(new Date(value)), language)
}

/** Hour and minute of a moment, where the reader is. */
export function sayClock(value: string, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { hour: '2-digit', minute: '2-digit' }).format(new Date(value))
}
