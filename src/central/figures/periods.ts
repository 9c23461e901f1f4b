import type { IsoDate } from '../../contract/identity.ts'
import { partsOf } from '../../enrolment/dates.ts'

const dayMs = 24 * 3_600_000

/** The Monday of a day's week (ISO 8601). */
export function mondayOf(day: IsoDate): IsoDate {
  const date = new Date(`${day}T00:00:00Z`)
  const sinceMonday = (date.getUTCDay() + 6) % 7
  return new Date(date.getTime() - sinceMonday * dayMs).toISOString().slice(0, 10)
}

/** `2026-Q4`: months of a calendar quarter. */
export function quarterOf(day: IsoDate): string {
  const { year, month } = partsOf(day)
  return `${year}-Q${Math.ceil(month! / 3)}`
}

/** Quarters that were over before a day, the latest first. */
export function closedQuarters(today: IsoDate, count: number): string[] {
  const { year, month } = partsOf(today)
  const present = year * 4 + Math.ceil(month! / 3) - 1
  return Array.from({ length: count }, (_, i) => present - 1 - i).map(
    (index) => `${Math.floor(index / 4)}-Q${(index % 4) + 1}`,
  )
}

/** Lowest age of each band; below the first nobody is accepted (R3). */
const bandsFrom = [75, 60, 40, 25, 18] as const
export const ageBands = ['0-17', '18-24', '25-39', '40-59', '60-74', '75+'] as const
export type AgeBand = (typeof ageBands)[number]

/** The band of whoever was born on a day, on another. */
export function ageBandOf(birthDate: IsoDate, today: IsoDate): AgeBand {
  const [born, now] = [partsOf(birthDate), partsOf(today)]
  const hadBirthday = today.slice(5) >= birthDate.slice(5)
  const age = now.year - born.year - (hadBirthday ? 0 : 1)
  const above = bandsFrom.findIndex((from) => age >= from)
  return above === -1 ? '0-17' : ageBands[bandsFrom.length - above]!
}
