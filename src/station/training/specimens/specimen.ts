import type { DocumentType, PartialDate, Sex } from '../../../contract/identity.ts'
import type { Verdict, ChipCheckName } from '../../../contract/check.ts'
import type { FailureCode } from '../../../contract/failure.ts'
import type { CardDocument, Portrait } from '../../../virtual-card/document.ts'
import {
  foreignPassport,
  frenchIdCard,
  frenchPassport,
  oldPassport,
  residencePermit,
  type DocumentRequest,
} from '../../../virtual-card/documents.ts'
import type { Fault } from '../../../virtual-card/faults.ts'
import { buildMrz, type MrzFormat } from '../../../virtual-card/mrz-lines.ts'

/** A day, or so many years, months and days from today, so that a specimen never grows old. */
export type Moment = string | { years?: number; months?: number; days?: number }

export interface SpecimenHolder {
  surname: string
  givenNames: readonly string[]
  birthDate: PartialDate
  birthPlace: { name: string; inseeCode: string | null; country: string }
  sex: Sex
  /** Three-letter code of Doc 9303-3 §5. */
  nationality: string
  usageName: string | null
}

/** Which kind of document is made: its MRZ, and the preset for its chip. */
export type SpecimenKind = 'passport' | 'old_passport' | 'cnie' | 'cni_1995' | 'residence_permit' | 'foreign_passport'

export interface SpecimenExpectation {
  /** `unproven`: nothing speaks against the document, but its chip cannot prove it. */
  outcome: 'approve' | 'refuse' | 'unproven'
  /** Why not, as a failure code; null when approved. */
  reason: FailureCode | null
  /** Chip checks that do not pass. */
  checks: Partial<Record<ChipCheckName, Verdict>>
}

/** A specimen citizen with a specimen document: pure data, see `specimens.ts`. */
export interface Specimen {
  key: string
  title: { fr: string; en: string }
  teaches: { fr: string; en: string }
  kind: SpecimenKind
  documentType: DocumentType
  holder: SpecimenHolder
  documentNumber: string
  /** Department and office (6 digits) on the French card of 1995. */
  office?: string
  can: string | null
  issued: Moment
  expires: Moment
  /** File in assets/specimens, without its extension. */
  portrait: string
  portraitFormat?: 'jpg' | 'jp2' | 'j2k'
  faults: readonly Fault[]
  /** Somebody else's portrait, put onto the chip after it was signed. */
  forgedPortrait?: string
  /** Departures from the kind's preset. */
  chip?: Partial<CardDocument>
  /** What the citizen declared otherwise than the document has it. */
  declared: { givenNames?: readonly string[]; birthName?: string; birthPlaceName?: string }
  channel: 'counter' | 'home'
  expected: SpecimenExpectation
}

/** A specimen on a given day: dates as YYYY-MM-DD, and the MRZ. */
export interface DatedSpecimen extends Specimen {
  issueDate: string
  expiryDate: string
  mrzLines: readonly string[]
}

/** The day a moment is on. A month too short for the day gives its last. */
export function momentOn(moment: Moment, today: Date): string {
  if (typeof moment === 'string') return moment
  const { years = 0, months = 0, days = 0 } = moment
  const day = today.getUTCDate()
  const target = new Date(Date.UTC(today.getUTCFullYear() + years, today.getUTCMonth() + months, 1))
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  target.setUTCDate(Math.min(day, lastDay) + days)
  return target.toISOString().slice(0, 10)
}

interface MrzHead {
  format: MrzFormat
  documentCode: string
  /** Null: the holder's nationality. */
  issuer: string | null
}

const mrzHeads: Record<SpecimenKind, MrzHead> = {
  passport: { format: 'TD3', documentCode: 'P', issuer: 'FRA' },
  old_passport: { format: 'TD3', documentCode: 'P', issuer: 'FRA' },
  foreign_passport: { format: 'TD3', documentCode: 'P', issuer: null },
  cnie: { format: 'TD1', documentCode: 'ID', issuer: 'FRA' },
  residence_permit: { format: 'TD1', documentCode: 'IR', issuer: 'FRA' },
  cni_1995: { format: 'FRA2x36', documentCode: 'ID', issuer: 'FRA' },
}

export function dateSpecimen(specimen: Specimen, today: Date): DatedSpecimen {
  const issueDate = momentOn(specimen.issued, today)
  const expiryDate = momentOn(specimen.expires, today)
  const { holder, documentNumber, office } = specimen
  const { format, documentCode, issuer } = mrzHeads[specimen.kind]
  const { surname, givenNames, birthDate, sex, nationality } = holder
  const content = { surname, givenNames, birthDate, sex, nationality, documentNumber, expiryDate }
  const optional = office === undefined ? {} : { optional: office }
  const mrzLines = buildMrz({ format, documentCode, issuer: issuer ?? nationality, ...content, ...optional })
  return { ...specimen, issueDate, expiryDate, mrzLines }
}

/** Countries of certificates have two letters, those of an MRZ three. */
const certificateCountries: Record<string, string> = { BEL: 'BE' }

const presets: Record<SpecimenKind, ((request: DocumentRequest, country: string) => CardDocument) | null> = {
  passport: frenchPassport,
  old_passport: (request) => oldPassport(request, 'FR'),
  foreign_passport: foreignPassport,
  cnie: frenchIdCard,
  residence_permit: residencePermit,
  cni_1995: null,
}

/** What every specimen holder with a French document has printed on it. */
export const specimenAddress = { lines: ['12 rue des Lilas'], postcode: '75020', city: 'Paris', country: 'FRA' }

/** The chip's contents for `createCard`, or null for a document without one. */
export function specimenDocument(specimen: DatedSpecimen, portrait: Portrait, today: Date): CardDocument | null {
  const preset = presets[specimen.kind]
  if (preset === null) return null
  const { holder, mrzLines, can, issueDate } = specimen
  const request: DocumentRequest = {
    mrzLines,
    can,
    surname: holder.surname.toUpperCase(),
    givenNames: holder.givenNames,
    usageName: holder.usageName?.toUpperCase() ?? null,
    birthDate: holder.birthDate,
    birthPlace: holder.birthPlace.name.toUpperCase(),
    address: [...specimenAddress.lines, `${specimenAddress.postcode} ${specimenAddress.city}`].map((line) =>
      line.toUpperCase(),
    ),
    issueDate,
    issuingAuthority: specimen.kind === 'foreign_passport' ? 'GENT' : 'PREFECTURE SPECIMEN',
    portrait,
    today,
  }
  const document = preset(request, certificateCountries[holder.nationality] ?? 'UT')
  return { ...document, ...specimen.chip }
}
