import type { DocumentIdentity, PartialDate } from '../contract/identity.ts'
import type { MrzBirthDate, MrzReading } from '../contract/mrz.ts'

/** A zone's birth date as a partial date; null when not even the year is known. */
function birthDateOf({ year, month, day }: MrzBirthDate): PartialDate | null {
  if (year === null) return null
  const parts = [String(year).padStart(4, '0')]
  if (month !== null) parts.push(String(month).padStart(2, '0'))
  if (month !== null && day !== null) parts.push(String(day).padStart(2, '0'))
  return parts.join('-')
}

/**
 * The zone tells two digits of the year (Doc 9303-3 §4.8), so a centenarian's and a child's are the same. Where the declared
 * date agrees in all the zone says, its century is the one meant; the person in front of the clerk shows which.
 */
export function resolveCentury(read: PartialDate | null, declared: PartialDate | null): PartialDate | null {
  if (read === null || declared === null) return read
  return read.slice(2) === declared.slice(2, read.length) ? declared.slice(0, read.length) : read
}

/** What a zone says about its holder. `declaredBirthDate` settles the century only. The 1995-2021 card's holder is French. */
export function identityOfReading(reading: MrzReading, declaredBirthDate: PartialDate | null): DocumentIdentity {
  return {
    source: 'mrz',
    surname: reading.surname,
    usageName: null,
    givenNames: reading.givenNames,
    birthDate: resolveCentury(birthDateOf(reading.birthDate), declaredBirthDate),
    birthPlace: null,
    sex: reading.sex,
    nationality: reading.nationality ?? 'FRA',
    documentNumber: reading.documentNumber,
    issuer: reading.issuer,
    issueDate: reading.issueYearMonth,
    expiryDate: reading.expiryDate,
    namesTruncated: reading.truncated,
  }
}
