/** A date as three fields take it: what was typed, not yet a date. */
export interface TypedDate {
  day: string
  month: string
  year: string
}
export type DateProblem = 'missing' | 'date_impossible' | 'date_incomplete'
export type ReadDate = { ok: true; value: string } | { ok: false; problem: DateProblem }

export const noDate: TypedDate = { day: '', month: '', year: '' }

const impossible: ReadDate = { ok: false, problem: 'date_impossible' }

/**
 * The ISO date of three fields. Where the document does not know day or month, `partial` lets them be empty: `1974-08`, `1974`.
 * A year has four digits: nothing is guessed of two.
 */
export function readTypedDate(typed: TypedDate, partial: boolean): ReadDate {
  const [day, month, year] = [typed.day.trim(), typed.month.trim(), typed.year.trim()]
  if (day === '' && month === '' && year === '') return { ok: false, problem: 'missing' }
  if (![day, month].every((part) => /^\d{0,2}$/.test(part)) || !/^(\d{4})?$/.test(year)) return impossible
  if (year === '' || (month === '' && day !== '')) return { ok: false, problem: 'date_incomplete' }
  if (!partial && (month === '' || day === '')) return { ok: false, problem: 'date_incomplete' }
  const value = [year, month && month.padStart(2, '0'), day && day.padStart(2, '0')].filter(Boolean).join('-')
  return isReal(value) ? { ok: true, value } : impossible
}

function isReal(value: string): boolean {
  const [year, month = '01', day = '01'] = value.split('-')
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`)
}

/** The fields of an ISO date, whole or partial; empty for null. */
export function typeDate(value: string | null | undefined): TypedDate {
  const [year = '', month = '', day = ''] = (value ?? '').split('-')
  return { day, month, year }
}
