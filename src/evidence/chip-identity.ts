import type { DocumentIdentity, PartialDate } from '../contract/identity.ts'
import type { Dg11, Dg12 } from '../emrtd/verify.ts'
import { parseMrzLines } from '../mrz/parse-mrz-lines.ts'
import { identityOfReading } from '../enrolment/identity.ts'

export type ChipContents = { mrzLines: readonly string[]; dg11: Dg11 | null; dg12: Dg12 | null }
export type ChipIdentity = { identity: DocumentIdentity; birthYearFull: boolean }

/**
 * DG11's date, with what DG1 says beyond it where DG11 knows no day or month; DG1 tells two digits of the year. A chip whose two dates
 * disagree says DG11's, which then differs from the MRZ.
 */
function detailedBirthDate(dg11: Dg11 | null, inMrz: PartialDate | null): PartialDate | null {
  const date = dg11?.birthDate ?? null
  const agrees = date !== null && inMrz?.slice(2, date.length) === date.slice(2)
  return agrees ? date.slice(0, 2) + inMrz.slice(2) : date
}

const said = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text)

/**
 * The identity a chip holds: DG1, with the full names, birth date and place of birth of DG11 and the issue date of DG12 where the
 * chip has them (Doc 9303-10 §4.7.11, §4.7.12). DG1 may be cut at 30 or 39 letters; DG11 never is. Codes: those of parseMrzLines.
 */
export function chipIdentity({ mrzLines, dg11, dg12 }: ChipContents, now: Date): ChipIdentity {
  const mrz = identityOfReading(parseMrzLines(mrzLines, { now }))
  const [surname, givenNames] = [said(dg11?.name?.surname), said(dg11?.name?.givenNames.join(' '))]
  const birthDate = detailedBirthDate(dg11, mrz.birthDate)
  const identity: DocumentIdentity = {
    ...mrz,
    source: 'chip',
    surname: surname ?? mrz.surname,
    // French documents carry the usage name as "other name".
    usageName: dg11?.otherNames[0]?.surname || null,
    givenNames: givenNames ?? mrz.givenNames,
    birthDate: birthDate ?? mrz.birthDate,
    birthPlace: dg11?.birthPlace.join(', ') || null,
    issueDate: dg12?.issueDate ?? null,
    // What DG11 leaves out is DG1's, which may be cut.
    namesTruncated: (surname === null || givenNames === null) && mrz.namesTruncated,
  }
  return { identity, birthYearFull: birthDate !== null }
}
