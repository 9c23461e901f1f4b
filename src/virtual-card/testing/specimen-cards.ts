import type { MrzPassword } from '../../emrtd/access-password.ts'
import type { ReadChipOptions } from '../../emrtd/chip-reading.ts'
import { createCard, type CardOptions, type VirtualCard } from '../card.ts'
import type { CardDocument } from '../document.ts'
import { foreignPassport, frenchIdCard, frenchPassport, oldPassport, residencePermit } from '../documents.ts'
import { specimenTrust } from '../specimen-pki.ts'
import { importCertificates } from '../../emrtd/pki/import-trust.ts'
import { createTrustStore } from '../../emrtd/pki/trust-store.ts'
import { specimenPortrait } from './specimen-portrait.ts'

/** Documents that the reader's tests and measurements read. The MRZ is that of Doc 9303's own specimen. */
const passportLines = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F3204153ZE184226B<<<<<16']
const cardLines = ['IDUTOD231458907<<<<<<<<<<<<<<<', '7408122F3204153UTO<<<<<<<<<<<2', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']

export const readingDate = new Date('2026-06-01T12:00:00Z')
export const can = '287491'

const passportKeys: MrzPassword = {
  kind: 'mrz',
  documentNumber: 'L898902C3',
  birthDate: '740812',
  expiryDate: '320415',
}
const cardKeys: MrzPassword = { kind: 'mrz', documentNumber: 'D23145890', birthDate: '740812', expiryDate: '320415' }

const request = {
  can,
  surname: 'Eriksson',
  givenNames: ['Anna', 'Maria'],
  usageName: null,
  birthDate: '1974-08-12',
  birthPlace: 'Zénith',
  address: null,
  issueDate: '2022-04-16',
  issuingAuthority: 'Utopia',
  today: readingDate,
}
const passportRequest = { ...request, mrzLines: passportLines, portrait: specimenPortrait(12_000) }
const cardRequest = { ...request, mrzLines: cardLines, portrait: specimenPortrait(12_000) }

/** A document with the MRZ keys that open it. */
export interface SpecimenCard {
  readonly document: CardDocument
  readonly password: MrzPassword
}

const amend = (document: CardDocument, change: Partial<CardDocument>): CardDocument => ({ ...document, ...change })

export const specimenCards = {
  passport: { document: inUtopia(frenchPassport(passportRequest)), password: passportKeys },
  idCard: { document: inUtopia(frenchIdCard(cardRequest)), password: cardKeys },
  permit: { document: inUtopia(residencePermit(cardRequest)), password: cardKeys },
  foreign: { document: foreignPassport(passportRequest, 'UT'), password: passportKeys },
  old: { document: oldPassport(passportRequest, 'UT'), password: passportKeys },
} satisfies Record<string, SpecimenCard>

export type SpecimenName = keyof typeof specimenCards

function inUtopia(document: CardDocument): CardDocument {
  return amend(document, { signing: { ...document.signing, country: 'UT' } })
}

/** A card of a specimen document, changed at will. */
export function cardOf(name: SpecimenName, options: CardOptions = {}, change: Partial<CardDocument> = {}): VirtualCard {
  return createCard(amend(specimenCards[name].document, change), options)
}

const trust = createTrustStore(specimenTrust().map((bytes) => importCertificates(bytes, 'specimen')))

/** Options to read a specimen with: its MRZ keys, the specimen CSCAs, the specimens' reading date. */
export function optionsFor(name: SpecimenName): ReadChipOptions {
  return { password: specimenCards[name].password, trust, at: readingDate }
}
