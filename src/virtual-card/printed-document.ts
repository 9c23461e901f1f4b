import type { CardDocument, PartialDate, Portrait, Sex } from './document.ts'
import {
  foreignPassport,
  frenchIdCard,
  frenchPassport,
  oldPassport,
  residencePermit,
  type DocumentRequest,
} from './documents.ts'
import { buildMrz, type MrzFormat } from './mrz-lines.ts'

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

/** What is printed on a made-up document, and how its chip departs from the kind's preset. */
export interface PrintedDocument {
  kind: SpecimenKind
  holder: SpecimenHolder
  documentNumber: string
  /** Department and office (6 digits) on the French card of 1995. */
  office?: string
  can: string | null
  issued: Moment
  expires: Moment
  chip?: Partial<CardDocument>
}

/** As it is on a given day: dates as YYYY-MM-DD, and the MRZ. */
export type Dated<T extends PrintedDocument = PrintedDocument> = T & {
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

export function dateSpecimen<T extends PrintedDocument>(specimen: T, today: Date): Dated<T> {
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
export function specimenDocument(specimen: Dated, portrait: Portrait, today: Date): CardDocument | null {
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

/** Of training's visitors: the chips of these say nothing of the birth, so that each kind asks the same of whoever reads the print. */
const saysNoBirth: readonly SpecimenKind[] = ['passport', 'residence_permit']

/** A visitor's document, of which central makes the chip and the kiosk the card: what both must agree on. */
export const formOf = <T extends PrintedDocument>(printed: T): T =>
  saysNoBirth.includes(printed.kind) ? { ...printed, chip: { additionalDetails: null } } : printed
