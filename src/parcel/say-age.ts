import { locales, type Language } from '../contract/identity.ts'

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** `il y a 3 heures`: the largest unit of which there is one. */
export function sayAge(from: Date, at: Date, language: Language): string {
  const seconds = Math.max(0, (at.getTime() - from.getTime()) / 1000)
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? units[2]
  return new Intl.RelativeTimeFormat(locales[language]).format(-Math.floor(seconds / size), unit)
}
