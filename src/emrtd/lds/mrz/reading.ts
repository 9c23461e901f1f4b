/** Layouts of Doc 9303-4 (TD3), -5 (TD1), -6 (TD2), -7 (MRV-A, MRV-B) and the French identity card of 1995-2021. */
export type MrzFormat = 'TD1' | 'TD2' | 'TD3' | 'MRVA' | 'MRVB' | 'FRA2x36'

export type MrzField =
  | 'documentCode'
  | 'issuer'
  | 'documentNumber'
  | 'names'
  | 'surname'
  | 'givenNames'
  | 'nationality'
  | 'birthDate'
  | 'sex'
  | 'expiryDate'
  | 'optionalData'
  | 'department'
  | 'office'
  | 'composite'

/** Rules of a format that lines of the right shape can break. */
export type MrzProblemCode =
  | 'mrz_character_invalid'
  | 'mrz_check_digit_failed'
  | 'mrz_date_invalid'
  | 'mrz_issuer_unknown'
  | 'mrz_document_not_identity'

/** Position in the MRZ: 0-based line, characters `from` (included) to `to` (excluded). */
export interface Span {
  line: number
  from: number
  to: number
}

/** One check digit: the field it protects, whether it agrees, and where the digit itself stands. */
export interface MrzCheck extends Span {
  field: MrzField
  ok: boolean
}

export interface MrzProblem extends Span {
  code: MrzProblemCode
}

/**
 * What a reading says besides, none of which breaks a rule that documents keep: a number that runs on into the optional data,
 * its check digit as Doc 9303-5 §4.2.2 note j has it or with the filler between counted; a holder without a surname; names
 * parted by three fillers; no expiry date.
 */
export type MrzNoteCode =
  | 'mrz_number_overflows'
  | 'mrz_number_filler_counted'
  | 'mrz_surname_absent'
  | 'mrz_names_parted_by_three'
  | 'mrz_expiry_absent'

export interface MrzNote extends Span {
  code: MrzNoteCode
}

/** A birth date whose parts the issuer may not know. `iso` is `1974-08-12`, with XX for unknown parts: `1974-XX-XX`. */
export interface MrzBirthDate {
  year: number | null
  month: number | null
  day: number | null
  iso: string
}

/**
 * What opens the chip (Doc 9303-11 §4.3.2): raw characters, number without trailing fillers, dates as YYMMDD. A filler that the
 * number's own check digit counts belongs to it, since the key has that digit too.
 */
export interface MrzKeys {
  documentNumber: string
  birthDate: string
  expiryDate: string
}

/** Everything a machine readable zone says. `problems` is empty only when every rule of its format holds. */
export interface MrzReading {
  format: MrzFormat
  lines: string[]
  documentCode: string
  /** Without fillers: `D`, `FRA`. */
  issuer: string
  documentNumber: string
  surname: string
  /** All given names, single spaces between them. */
  givenNames: string
  /** Null on the French card, which does not print it (it is French). */
  nationality: string | null
  birthDate: MrzBirthDate
  /** `X` is unspecified (`<` in the MRZ); null is unreadable. */
  sex: 'F' | 'M' | 'X' | null
  /** ISO date as printed in the MRZ; null when the MRZ has none (French card) or it is no date. */
  expiryDate: string | null
  optionalData: string
  /** The name field is full to its last position: names may be shortened (Doc 9303-3 §4.6). */
  truncated: boolean
  /** French card only: department (`75`, `2A`, `971`) and issuing office of line 1. */
  department: string | null
  office: string | null
  /** French card only, `YYYY-MM`, from the card's number. */
  issueYearMonth: string | null
  checks: MrzCheck[]
  problems: MrzProblem[]
  notes: MrzNote[]
  /** Null for documents without a chip (visas, French card). */
  keys: MrzKeys | null
}
