import { z } from 'zod'
import { documentNames } from './documents.ts'

/** A calendar date; day, or month and day, may be unknown (Doc 9303-3 §4.7.5): `1980-05-17`, `1980-05`, `1980`. */
export const PartialDate = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
export type PartialDate = z.infer<typeof PartialDate>
/** Years of four digits: databases and drivers write those before 1000 each in a way of its own, and no day here is that old. */
export const fourDigitYear = /^[1-9]/
export const IsoDate = z.iso.date().regex(fourDigitYear)
export type IsoDate = z.infer<typeof IsoDate>
export const IsoTime = z.iso.datetime().regex(fourDigitYear)
export type IsoTime = z.infer<typeof IsoTime>

export const Language = z.enum(['fr', 'en'])
export type Language = z.infer<typeof Language>
/** BCP 47 tags for dates and numbers. */
export const locales: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' }

/** A row of the table of documents (documents.ts). */
export const DocumentType = z.enum(documentNames)
export type DocumentType = z.infer<typeof DocumentType>

export const Sex = z.enum(['F', 'M', 'X'])
export type Sex = z.infer<typeof Sex>

/** Where somebody was born. `country` is the three-letter code of Doc 9303-3 §5 (France: FRA). */
export const BirthPlace = z.object({
  name: z.string().min(1).max(120),
  inseeCode: z
    .string()
    .regex(/^(\d{2}|2[AB])\d{3}$/)
    .nullable(),
  country: z.string().length(3).nullable(),
})
export type BirthPlace = z.infer<typeof BirthPlace>

/** Postal address as declared (R1). */
export const Address = z.object({
  lines: z.array(z.string().max(120)).min(1).max(4),
  postcode: z.string().max(12),
  city: z.string().max(80),
  country: z.string().length(3),
})
export type Address = z.infer<typeof Address>

/** What the citizen declared (R9). The full document number is compared in memory and never stored by the kiosk. */
export const Declared = z.object({
  birthName: z.string().min(1).max(120),
  usageName: z.string().max(120).nullable(),
  /** In the order of civil status; none for people of one name. */
  givenNames: z.array(z.string().min(1).max(60)).max(12),
  birthDate: PartialDate,
  birthPlace: BirthPlace,
  sex: Sex.nullable(),
  nationality: z.string().length(3),
  address: Address,
  email: z.string().max(254),
  phone: z.string().max(24),
  documentType: DocumentType,
  documentNumber: z.string().min(4).max(24),
})
export type Declared = z.infer<typeof Declared>

/** What the document says, from the MRZ or, better, from the chip. Lives in memory only. */
export const DocumentIdentity = z.object({
  source: z.enum(['mrz', 'chip']),
  surname: z.string(),
  usageName: z.string().nullable(),
  givenNames: z.string(),
  birthDate: PartialDate.nullable(),
  birthPlace: z.string().nullable(),
  sex: Sex.nullable(),
  nationality: z.string(),
  documentNumber: z.string(),
  issuer: z.string(),
  issueDate: PartialDate.nullable(),
  expiryDate: IsoDate.nullable(),
  /** The MRZ cut the names (Doc 9303-3 §4.6.2): only the first letters can be compared. */
  namesTruncated: z.boolean(),
})
export type DocumentIdentity = z.infer<typeof DocumentIdentity>
