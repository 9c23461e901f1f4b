import type { ChipReading } from '../../emrtd/read.ts'
import type { DocumentIdentity } from '../../contract/identity.ts'
import { identityOfReading } from '../../enrolment/identity.ts'
import { parseZone } from '../../mrz/parse-zone.ts'

/**
 * The identity a chip holds: DG1, with the full names and the place of birth of DG11 and the issue date of DG12 where the
 * chip has them (Doc 9303-10 §4.7.11, §4.7.12). DG1 may be cut at 30 or 39 letters; DG11 never is.
 */
export function chipIdentity({ mrzLines, dg11, dg12 }: ChipReading, now: Date): DocumentIdentity {
  const zone = identityOfReading(parseZone(mrzLines, { now }), null)
  const fullName = dg11?.name ?? null
  return {
    ...zone,
    source: 'chip',
    surname: fullName?.surname || zone.surname,
    // French documents carry the usage name as "other name".
    usageName: dg11?.otherNames[0]?.surname || null,
    givenNames: fullName?.givenNames.join(' ') || zone.givenNames,
    birthPlace: dg11?.birthPlace.join(', ') || null,
    issueDate: dg12?.issueDate ?? null,
    namesTruncated: fullName === null && zone.namesTruncated,
  }
}
