import type { MrzBirthDate } from './reading.ts'

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** Days of a month; February is taken as 29 days when the year is unknown. */
function daysIn(year: number | null, month: number): number {
  return new Date(Date.UTC(year ?? 2000, month, 0)).getUTCDate()
}

/** A two-digit part: null for fillers or 00 (unknown to the issuer), NaN for anything else that is no number. */
function partOf(text: string, zeroIsUnknown: boolean): number | null {
  if (text === '<<' || (zeroIsUnknown && text === '00')) return null
  return /^\d\d$/.test(text) ? Number(text) : NaN
}

/**
 * Birth date of six MRZ characters; unknown parts are fillers (Doc 9303-3 §4.8). The century is the latest one that does
 * not put the birth after `now`. Null when it is no date.
 */
export function parseBirthDate(text: string, now: Date): MrzBirthDate | null {
  const yy = partOf(text.slice(0, 2), false)
  const month = partOf(text.slice(2, 4), true)
  const day = partOf(text.slice(4, 6), true)
  if ([yy, month, day].some((part) => Number.isNaN(part))) return null
  let year: number | null = null
  if (yy !== null) {
    year = Math.floor(now.getUTCFullYear() / 100) * 100 + yy
    if (Date.UTC(year, (month ?? 1) - 1, day ?? 1) > now.getTime()) year -= 100
  }
  if (month !== null && (month < 1 || month > 12)) return null
  if (day !== null && (day < 1 || day > (month === null ? 31 : daysIn(year, month)))) return null
  const parts = [year === null ? 'XXXX' : String(year), ...[month, day].map((p) => (p === null ? 'XX' : twoDigits(p)))]
  return { year, month, day, iso: parts.join('-') }
}

/**
 * Expiry date of six digits as an ISO date. The century is the one nearest to `now` (within 50 years before and 49 after):
 * a long expired document is never taken for one that lasts another century. Null when it is no date.
 */
export function parseExpiryDate(text: string, now: Date): string | null {
  if (!/^\d{6}$/.test(text)) return null
  const from = now.getUTCFullYear() - 50
  const yy = Number(text.slice(0, 2))
  const year = from + ((((yy - from) % 100) + 100) % 100)
  const month = Number(text.slice(2, 4))
  const day = Number(text.slice(4, 6))
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`
}

/** `YYYY-MM` from the first four digits of a French card's number (cards from 1988 on); null when it is no month. */
export function parseIssueMonth(text: string): string | null {
  if (!/^\d{4}$/.test(text)) return null
  const yy = Number(text.slice(0, 2))
  const month = Number(text.slice(2, 4))
  return month < 1 || month > 12 ? null : `${yy >= 88 ? 1900 + yy : 2000 + yy}-${twoDigits(month)}`
}
