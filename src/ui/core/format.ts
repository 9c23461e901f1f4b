import { locales, type Language } from '../../contract/identity.ts'
import { withFirst } from '../../texts/say-time.ts'

/** Offset of a zone at a moment, as people say it: `UTC+1`, `GMT-10`. */
function offsetOf(moment: Date, language: Language, timeZone: string | undefined): string {
  const parts = new Intl.DateTimeFormat(locales[language], { timeZone, timeZoneName: 'shortOffset' }).formatToParts(
    moment,
  )
  return parts.find(({ type }) => type === 'timeZoneName')!.value
}

/** The place's offset where this machine's own clock shows another time: a tablet from elsewhere must not mislead. */
function zoneNote(moment: Date, language: Language, timeZone: string): string {
  const there = offsetOf(moment, language, timeZone)
  return there === offsetOf(moment, language, undefined) ? '' : `\u00A0(${there})`
}

/** A moment in the time zone of the place: `21 Nov 2026, 14:05`; a line breaks after the comma or nowhere. */
export function sayTime(value: string, language: Language, timeZone: string): string {
  const moment = new Date(value)
  const format = new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return withFirst(format.format(moment), language).replace(/(?<!,) /g, '\u00A0') + zoneNote(moment, language, timeZone)
}

/** Hour and minute only. */
export function sayClock(value: string, language: Language, timeZone: string): string {
  const moment = new Date(value)
  const format = new Intl.DateTimeFormat(locales[language], { hour: '2-digit', minute: '2-digit', timeZone })
  return format.format(moment) + zoneNote(moment, language, timeZone)
}

/** A count with its thousands apart: `41 200`, `41,200`. */
export function sayCount(count: number, language: Language): string {
  return new Intl.NumberFormat(locales[language]).format(count)
}

/** `3 min 20 s`; null stands for nothing measured. */
export function sayDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const rest = `${seconds % 60}\u00A0s`
  return minutes === 0 ? rest : `${minutes}\u00A0min\u00A0${rest}`
}

/** Bytes, from a thousand on as kilobytes with one decimal. */
export function sayBytes(bytes: number, language: Language): string {
  if (bytes < 1000) return language === 'fr' ? `${bytes}\u00A0o` : `${bytes}\u00A0B`
  const kilobytes = new Intl.NumberFormat(locales[language], { maximumFractionDigits: 1 }).format(bytes / 1000)
  return language === 'fr' ? `${kilobytes}\u00A0ko` : `${kilobytes}\u00A0kB`
}

/** Whether a text, or one of its unbreakable words, needs more room than a column has: a name is never cut inside a word. */
export function isLong(text: string, room: { word: number; text: number }): boolean {
  return text.length > room.text || text.split(/[\s-]/).some((word) => word.length > room.word)
}

/** The calendar day of a moment in the time zone of the place, `YYYY-MM-DD`. */
export function dayOf(value: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone }).format(new Date(value))
}

/** Local calendar day, `YYYY-MM-DD`, shifted by whole days from an ISO date. */
export function shiftDay(isoDate: string, days: number): string {
  const date = new Date(`${isoDate}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
