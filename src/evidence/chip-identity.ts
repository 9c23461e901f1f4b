import type { DocumentIdentity, PartialDate } from '../contract/identity.ts'
import type { Dg11, Dg12 } from '../emrtd/verify.ts'
import { parseMrzLines } from '../mrz/parse-mrz-lines.ts'
import { identityOfReading } from '../enrolment/identity.ts'

export type ChipContents = { mrzLines: readonly string[]; dg11: Dg11 | null; dg12: Dg12 | null }
export type ChipIdentity = { identity: DocumentIdentity; birthYearFull: boolean }

/** DG11's date where it is whole; a chip whose two dates disagree says DG11's, which then differs from the MRZ. */
function fullBirthDate(dg11: Dg11 | null): PartialDate | null {
  const date = dg11?.birthDate ?? null
  return date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null
}

/**
 * The identity a chip holds: DG1, with the full names, birth date and place of birth of DG11 and the issue date of DG12 where the
 * chip has them (Doc 9303-10 §4.7.11, §4.7.12). DG1 may be cut at 30 or 39 letters; DG11 never is. Codes: those of parseMrzLines.
 */
export function chipIdentity({ mrzLines, dg11, dg12 }: ChipContents, now: Date): ChipIdentity {
  const mrz = identityOfReading(parseMrzLines(mrzLines, { now }))
  const fullName = dg11?.name ?? null
  const birthDate = fullBirthDate(dg11)
  const identity: DocumentIdentity = {
    ...mrz,
    source: 'chip',
    surname: fullName?.surname || mrz.surname,
    // French documents carry the usage name as "other name".
    usageName: dg11?.otherNames[0]?.surname || null,
    givenNames: fullName?.givenNames.join(' ') || mrz.givenNames,
    birthDate: birthDate ?? mrz.birthDate,
    birthPlace: dg11?.birthPlace.join(', ') || null,
    issueDate: dg12?.issueDate ?? null,
    namesTruncated: fullName === null && mrz.namesTruncated,
  }
  return { identity, birthYearFull: birthDate !== null }
}
