import type { DocumentIdentity, IsoDate, PartialDate } from '../contract/identity.ts'
import type { MrzBirthDate, MrzFormat, MrzReading } from '../contract/mrz.ts'
import { addYears, earliestDay, isCalendarDate, latestDay } from './dates.ts'

/** An MRZ's birth date as a partial date; null when not even the year is known. */
function birthDateOf({ year, month, day }: MrzBirthDate): PartialDate | null {
  if (year === null) return null
  const parts = [String(year).padStart(4, '0')]
  if (month !== null) parts.push(String(month).padStart(2, '0'))
  if (month !== null && day !== null) parts.push(String(day).padStart(2, '0'))
  return parts.join('-')
}

/** Nobody is known to have lived longer. */
const oldestYears = 122

/** Whether a person born on that day would be older than anybody ever was. */
export function isTooOld(birthDate: PartialDate, today: IsoDate): boolean {
  return addYears(latestDay(birthDate), oldestYears + 1) <= today
}

/** A birth date that there is in the calendar, and of somebody who may be alive on that day. */
export function isLifetime(birthDate: PartialDate, today: IsoDate): boolean {
  if (!isCalendarDate(birthDate)) return false
  return earliestDay(birthDate) <= today && !isTooOld(birthDate, today)
}

/** The years that the two digits of an MRZ may mean for somebody alive on that day, the latest first. */
function centuriesOf(read: PartialDate, today: IsoDate): PartialDate[] {
  const thisCentury = Number(today.slice(0, 2))
  return [thisCentury, thisCentury - 1]
    .map((century) => `${century}${read.slice(2)}`)
    .filter((date) => earliestDay(date) <= today && addYears(earliestDay(date), oldestYears + 1) > today)
}

/**
 * The MRZ tells two digits of the year (Doc 9303-3 §4.8), so a centenarian's and a child's are the same. Where the declared date
 * agrees in all that the MRZ says and is the birthday of somebody who may be alive, its century is the one meant.
 */
export function resolveCentury(
  read: PartialDate | null,
  declared: PartialDate | null,
  today: IsoDate,
): PartialDate | null {
  if (read === null || declared === null) return read
  const meant = declared.slice(0, read.length)
  return read.slice(2) === meant.slice(2) && centuriesOf(read, today).includes(meant) ? meant : read
}

/** Whether an MRZ's birth date may be that of a child as well as of somebody a hundred years older. */
export function isCenturyOpen(read: PartialDate, today: IsoDate): boolean {
  return centuriesOf(read, today).length > 1
}

/** Where the names stand: line, column, width, and the fillers that part two names. */
const nameFields: Record<MrzFormat, { line: number; from: number; to: number; separator: number }[]> = {
  TD1: [{ line: 2, from: 0, to: 30, separator: 1 }],
  TD2: [{ line: 0, from: 5, to: 36, separator: 1 }],
  TD3: [{ line: 0, from: 5, to: 44, separator: 1 }],
  MRVA: [{ line: 0, from: 5, to: 44, separator: 1 }],
  MRVB: [{ line: 0, from: 5, to: 36, separator: 1 }],
  FRA2x36: [
    { line: 0, from: 5, to: 30, separator: 1 },
    { line: 1, from: 13, to: 27, separator: 2 },
  ],
}

/** Whether an MRZ may have cut a name: its field is used to the end, or to where the next name would have begun. */
function mayBeCut({ format, lines, truncated }: MrzReading): boolean {
  const isFull = ({ line, from, to, separator }: (typeof nameFields)['TD1'][number]): boolean => {
    const names = (lines[line] ?? '').slice(from, to).replace(/<+$/, '')
    // Without a given name two fillers part what fits from what did not.
    return names.length >= to - from - (names.includes('<<') ? separator : 2)
  }
  return truncated || nameFields[format].some(isFull)
}

/** What an MRZ says about its holder. The century of the birth date is a guess. The 1995-2021 card's holder is French. */
export function identityOfReading(reading: MrzReading): DocumentIdentity {
  return {
    source: 'mrz',
    surname: reading.surname,
    usageName: null,
    givenNames: reading.givenNames,
    birthDate: birthDateOf(reading.birthDate),
    birthPlace: null,
    sex: reading.sex,
    nationality: reading.nationality ?? 'FRA',
    documentNumber: reading.documentNumber,
    issuer: reading.issuer,
    issueDate: reading.issueYearMonth,
    expiryDate: reading.expiryDate,
    namesTruncated: mayBeCut(reading),
  }
}
