import { z } from 'zod'
import { FailureCode } from './failure.ts'

/** Layouts of Doc 9303-4 (TD3), -5 (TD1), -6 (TD2), -7 (MRV-A, MRV-B) and the French identity card of 1995-2021. */
export const MrzFormat = z.enum(['TD1', 'TD2', 'TD3', 'MRVA', 'MRVB', 'FRA2x36'])
export type MrzFormat = z.infer<typeof MrzFormat>

export const MrzField = z.enum([
  'documentCode',
  'issuer',
  'documentNumber',
  'names',
  'surname',
  'givenNames',
  'nationality',
  'birthDate',
  'sex',
  'expiryDate',
  'optionalData',
  'department',
  'office',
  'composite',
])
export type MrzField = z.infer<typeof MrzField>

/** Position in the MRZ: 0-based line, characters `from` (included) to `to` (excluded). */
const span = { line: z.int().min(0).max(2), from: z.int().min(0).max(43), to: z.int().min(1).max(44) }

/** One check digit: the field it protects, whether it agrees, and where the digit itself stands. */
export const MrzCheck = z.object({ field: MrzField, ok: z.boolean(), ...span })
export type MrzCheck = z.infer<typeof MrzCheck>

export const MrzProblem = z.object({ code: FailureCode, ...span })
export type MrzProblem = z.infer<typeof MrzProblem>

/** What a document says in its own way without breaking a rule (src/emrtd/lds/mrz/reading.ts). */
export const MrzNoteCode = z.enum([
  'mrz_number_overflows',
  'mrz_number_filler_counted',
  'mrz_surname_absent',
  'mrz_names_parted_by_three',
  'mrz_expiry_absent',
])
export type MrzNoteCode = z.infer<typeof MrzNoteCode>

export const MrzNote = z.object({ code: MrzNoteCode, ...span })
export type MrzNote = z.infer<typeof MrzNote>

/** A birth date whose parts the issuer may not know. `iso` is `1974-08-12`, with XX for unknown parts: `1974-XX-XX`. */
export const MrzBirthDate = z.object({
  year: z.int().nullable(),
  month: z.int().nullable(),
  day: z.int().nullable(),
  iso: z.string(),
})
export type MrzBirthDate = z.infer<typeof MrzBirthDate>

/** What opens the chip (Doc 9303-11 §4.3.2): raw characters, number without trailing fillers, dates as YYMMDD. */
export const MrzKeys = z.object({ documentNumber: z.string(), birthDate: z.string(), expiryDate: z.string() })
export type MrzKeys = z.infer<typeof MrzKeys>

/** Everything a machine readable zone says. `problems` is empty only when every rule of its format holds. */
export const MrzReading = z.object({
  format: MrzFormat,
  lines: z.array(z.string().max(44)).min(2).max(3),
  documentCode: z.string(),
  /** Without fillers: `D`, `FRA`. */
  issuer: z.string(),
  documentNumber: z.string(),
  surname: z.string(),
  /** All given names, single spaces between them. */
  givenNames: z.string(),
  /** Null on the French card, which does not print it (it is French). */
  nationality: z.string().nullable(),
  birthDate: MrzBirthDate,
  /** `X` is unspecified (`<` in the MRZ); null is unreadable. */
  sex: z.enum(['F', 'M', 'X']).nullable(),
  /** ISO date as printed in the MRZ; null when the MRZ has none (French card) or it is no date. */
  expiryDate: z.iso.date().nullable(),
  optionalData: z.string(),
  /** The name field is full to its last position: names may be shortened (Doc 9303-3 §4.6). */
  truncated: z.boolean(),
  /** French card only: department (`75`, `2A`, `971`) and issuing office of line 1. */
  department: z.string().nullable(),
  office: z.string().nullable(),
  /** French card only, `YYYY-MM`, from the card's number. */
  issueYearMonth: z.string().nullable(),
  checks: z.array(MrzCheck),
  problems: z.array(MrzProblem),
  /** Warnings: a reading with any of them can still be taken. */
  notes: z.array(MrzNote),
  /** Null for documents without a chip (visas, French card). */
  keys: MrzKeys.nullable(),
})
export type MrzReading = z.infer<typeof MrzReading>

const place = { line: z.int().min(0).max(2), column: z.int().min(0).max(43) }

/** A character that is not as first recognised, and who changed it. */
export const MrzCorrection = z.object({
  ...place,
  from: z.string().length(1),
  to: z.string().length(1),
  by: z.enum(['check_digit', 'clerk']),
})
export type MrzCorrection = z.infer<typeof MrzCorrection>

/** Where lines first came from: what the clerk then changed in them is listed as corrections and does not make them typed. */
export const MrzSource = z.enum(['camera', 'image', 'typed'])
export type MrzSource = z.infer<typeof MrzSource>

/**
 * What no further look of the recogniser settles: a zero or the letter O, a code that is none, a date that is none, names that
 * something seems to cover, names parted in an unusual way, a character that a check digit proposes.
 */
export const MrzDoubt = z.enum([
  'zero_or_letter',
  'unknown_code',
  'impossible_date',
  'covered_names',
  'unusual_names',
  'proposed',
])
export type MrzDoubt = z.infer<typeof MrzDoubt>

/** A character the clerk should look at; `why` where the recogniser can tell. */
export const MrzUncertain = z.object({ ...place, why: MrzDoubt.optional() })
export type MrzUncertain = z.infer<typeof MrzUncertain>

/** What the page sends to the station, which parses `lines` again. No picture crosses. */
export const MrzCapture = z.object({
  lines: z.array(z.string().max(44)).min(2).max(3),
  source: MrzSource,
  corrections: z.array(MrzCorrection).max(132),
  /** True when two independent readings agree, a clerk's look at the document being one, and nothing contradicts them. */
  certain: z.boolean(),
  /** Characters the clerk should look at. */
  uncertain: z.array(MrzUncertain).max(132),
})
export type MrzCapture = z.infer<typeof MrzCapture>
