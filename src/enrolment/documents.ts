import type { DocumentType } from '../contract/identity.ts'
import { MatchField } from '../contract/match.ts'
import type { MrzFormat, MrzReading } from '../contract/mrz.ts'

/** How an MRZ names a document: layout, document code without fillers, issuer, and the holder's nationality. */
export type MrzRule = {
  format: MrzFormat
  codes: RegExp
  issuer: string
  /** `french`, `foreign`, or null where the MRZ does not say. */
  holder: 'french' | 'foreign' | null
}

/**
 * `printed`: the MRZ's expiry date, included, and no document of the type is valid longer than so many years. `issue_month`: the MRZ has none; the years below count from the month of
 * issue in the card's number, by whether the holder was adult then.
 */
export type ValidityRule =
  | { kind: 'printed'; longestYears: number }
  | {
      kind: 'issue_month'
      adultYears: number
      minorYears: number
      adultYearsFrom: string
      earlierYears: number
      latestIssue: string
    }

/** Capacity of the MRZ's name fields: what a longer name is cut to. `given` is null where both share one field. */
export type NameField = { surname: number; given: number | null }

export type DocumentRule = {
  accepted: boolean
  mrzs: MrzRule[]
  chip: boolean
  validity: ValidityRule
  /** R4: the permit's length counts. */
  permitLength: boolean
  compared: MatchField[]
  nameField: NameField
}

const everyField = MatchField.options

/**
 * The documents, one row each (R4, R5; the table in docs/rules.md). French passports carry `P`, `PP` (ordinary), `PD`, `PO`
 * (diplomatic, official) or `PE` (emergency), Doc 9303-4 §4.2.2.3; a travel document issued by France to a foreigner is not
 * one. The identity card of 1995-2021 was valid ten years; since decree 2013-1188 fifteen, for holders adult at issue and
 * cards issued from 1 January 2004 on; none was made after 2021, when the card with a chip had replaced it. Crew certificates (`AC`,
 * Doc 9303-5 §4.2.2) and passport cards (`IP`) are no residence permits. No identity card, passport or permit of France is valid for
 * more than ten years.
 */
export const documentRules = {
  cnie: {
    accepted: true,
    mrzs: [{ format: 'TD1', codes: /^ID$/, issuer: 'FRA', holder: 'french' }],
    chip: true,
    validity: { kind: 'printed', longestYears: 10 },
    permitLength: false,
    compared: everyField,
    nameField: { surname: 30, given: null },
  },
  cni_1995: {
    accepted: true,
    mrzs: [{ format: 'FRA2x36', codes: /^ID$/, issuer: 'FRA', holder: null }],
    chip: false,
    validity: {
      kind: 'issue_month',
      adultYears: 15,
      minorYears: 10,
      adultYearsFrom: '2004-01',
      earlierYears: 10,
      latestIssue: '2021-12',
    },
    permitLength: false,
    compared: everyField,
    nameField: { surname: 25, given: 14 },
  },
  passport: {
    accepted: true,
    mrzs: [{ format: 'TD3', codes: /^P[PDOE]?$/, issuer: 'FRA', holder: 'french' }],
    chip: true,
    validity: { kind: 'printed', longestYears: 10 },
    permitLength: false,
    compared: everyField,
    nameField: { surname: 39, given: null },
  },
  residence_permit: {
    accepted: true,
    mrzs: [
      { format: 'TD1', codes: /^(A[^CV]?|C[^V]?|I[^DPV]?)$/, issuer: 'FRA', holder: 'foreign' },
      { format: 'TD2', codes: /^(A[^CV]?|TS|I[^DPV]?)$/, issuer: 'FRA', holder: 'foreign' },
    ],
    chip: true,
    validity: { kind: 'printed', longestYears: 10 },
    permitLength: true,
    compared: everyField,
    nameField: { surname: 30, given: null },
  },
  other: {
    accepted: false,
    mrzs: [],
    chip: false,
    validity: { kind: 'printed', longestYears: 10 },
    permitLength: false,
    compared: everyField,
    nameField: { surname: 39, given: null },
  },
} satisfies Record<DocumentType, DocumentRule> as Record<DocumentType, DocumentRule>

function mrzFits(rule: MrzRule, reading: MrzReading): boolean {
  const { format, documentCode, issuer, nationality } = reading
  const holder = nationality === 'FRA' ? 'french' : 'foreign'
  const holderFits = rule.holder === null || rule.holder === holder
  return rule.format === format && rule.issuer === issuer && rule.codes.test(documentCode) && holderFits
}

/** Which document an MRZ belongs to; whatever no row names is `other`, and not accepted (R6). */
export function classifyDocument(reading: MrzReading): DocumentType {
  const types = Object.keys(documentRules) as DocumentType[]
  return types.find((type) => documentRules[type].mrzs.some((rule) => mrzFits(rule, reading))) ?? 'other'
}
