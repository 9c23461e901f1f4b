import type { Declared } from '../../../contract/identity.ts'
import { formatReference } from '../../../contract/reference.ts'
import type { Specimen } from './specimen.ts'
import { specimenAddress } from '../../../virtual-card/printed-document.ts'
import { specimens } from './specimens.ts'

/** An entry of assets/specimens/applications.json: what the specimen citizen declared, for central's training data. */
export interface SpecimenApplication {
  key: string
  applicationId: string
  reference: string
  channel: 'counter' | 'home'
  declared: Declared
}

const threeDigits = (specimen: Specimen) =>
  String(specimens.findIndex(({ key }) => key === specimen.key) + 1).padStart(3, '0')

/** The reference under which a specimen citizen applied, `TRA-2N0-…`: the same on every machine. */
export function specimenReference(specimen: Specimen): string {
  return formatReference(`TRA2N0${threeDigits(specimen)}`)
}

function declare(specimen: Specimen): Declared {
  const { holder, declared, documentType, documentNumber } = specimen
  const digits = threeDigits(specimen)
  return {
    birthName: declared.birthName ?? holder.surname,
    usageName: holder.usageName,
    givenNames: [...(declared.givenNames ?? holder.givenNames)],
    birthDate: holder.birthDate,
    birthPlace: { ...holder.birthPlace, name: declared.birthPlaceName ?? holder.birthPlace.name },
    sex: holder.sex,
    nationality: holder.nationality,
    address: { ...specimenAddress, lines: [...specimenAddress.lines] },
    email: `${specimen.key.replaceAll('_', '.')}@example.fr`,
    // 06 39 98 is the range that the French numbering plan keeps for fiction.
    phone: `+33 6 39 98 1${digits.slice(0, 1)} ${digits.slice(1)}`,
    documentType,
    documentNumber,
  }
}

/** One application for each specimen, in their order. */
export function specimenApplications(): SpecimenApplication[] {
  return specimens.map((specimen) => ({
    key: specimen.key,
    applicationId: `00000000-0000-4000-8000-000000001${threeDigits(specimen)}`,
    reference: specimenReference(specimen),
    channel: specimen.channel,
    declared: declare(specimen),
  }))
}
