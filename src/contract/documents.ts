import type { DocumentRow, Feature } from './document-row.ts'
import { MatchField, type EligibilityRule } from './match.ts'

const everyField = MatchField.options
const always = (id: string): Feature => ({ id, fixed: true, settles: null })
const drawn = (id: string): Feature => ({ id, fixed: false, settles: null })
const settling = (id: string, settles: EligibilityRule): Feature => ({ id, fixed: false, settles })

/**
 * The documents that the kiosk knows, one row each, in the order in which they are offered (R4, R5; the table in docs/rules.md); `other` is
 * read and then refused with its reason. French passports carry `P`, `PP` (ordinary), `PD`, `PO` (diplomatic, official) or `PE`
 * (emergency), Doc 9303-4 §4.2.2.3; a travel document issued by France to a foreigner is not one. The identity card of 1995-2021 was
 * valid ten years; since decree 2013-1188 fifteen, for holders adult at issue and cards issued from 1 January 2004 on; none was made
 * after 2021, when the card with a chip had replaced it. Crew certificates (`AC`, Doc 9303-5 §4.2.2) and passport cards (`IP`) are no
 * residence permits. No identity card, passport or permit of France is valid for more than ten years.
 */
const rows = {
  cnie: {
    accepted: true,
    issuedTo: 'french',
    form: 'card',
    mrzs: [{ format: 'TD1', codes: /^ID$/, issuer: 'FRA', holder: 'french' }],
    chip: { signedUnder: 'eID-FRANCE' },
    validity: { kind: 'printed', longestYears: 10 },
    permitLength: false,
    numberForm: /^[A-Z0-9]{9}$/,
    compared: everyField,
    nameField: { surname: 30, given: null },
    features: [
      always('cnie_photo_in_card'),
      drawn('cnie_film_shifts'),
      drawn('cnie_relief'),
      drawn('cnie_image_changes'),
      drawn('cnie_ink_changes'),
      drawn('cnie_fine_lines'),
      drawn('cnie_seal_printed'),
    ],
  },
  cni_1995: {
    accepted: true,
    issuedTo: 'french',
    form: 'old',
    mrzs: [{ format: 'FRA2x36', codes: /^ID$/, issuer: 'FRA', holder: null }],
    chip: null,
    validity: {
      kind: 'issue_month',
      adultYears: 15,
      minorYears: 10,
      adultYearsFrom: '2004-01',
      earlierYears: 10,
      latestIssue: '2021-12',
    },
    permitLength: false,
    numberForm: /^[A-Z0-9]{12}$/,
    compared: everyField,
    nameField: { surname: 25, given: 14 },
    features: [
      always('cni_film_whole'),
      drawn('cni_film_shifts'),
      drawn('cni_fine_lines'),
      drawn('cni_number_twice'),
      drawn('cni_signature_under_film'),
      drawn('cni_back_stamp'),
      settling('cni_validity_printed', 'document_valid'),
    ],
  },
  passport: {
    accepted: true,
    issuedTo: 'french',
    form: 'book',
    mrzs: [{ format: 'TD3', codes: /^P[PDOE]?$/, issuer: 'FRA', holder: 'french' }],
    chip: { signedUnder: 'CSCA-FRANCE' },
    validity: { kind: 'printed', longestYears: 10 },
    permitLength: false,
    numberForm: /^[A-Z0-9]{9}$/,
    compared: everyField,
    nameField: { surname: 39, given: null },
    features: [
      always('passport_photo_in_page'),
      drawn('passport_film_shifts'),
      drawn('passport_number_perforated'),
      drawn('passport_watermark'),
      drawn('passport_fine_lines'),
      drawn('passport_ink_changes'),
    ],
  },
  residence_permit: {
    accepted: true,
    issuedTo: 'foreign',
    form: 'card',
    mrzs: [
      { format: 'TD1', codes: /^(A[^CV]?|C[^V]?|I[^DPV]?)$/, issuer: 'FRA', holder: 'foreign' },
      { format: 'TD2', codes: /^(A[^CV]?|TS|I[^DPV]?)$/, issuer: 'FRA', holder: 'foreign' },
    ],
    chip: { signedUnder: 'CSCA-FRANCE' },
    validity: { kind: 'printed', longestYears: 10 },
    permitLength: true,
    numberForm: /^[A-Z0-9]{9,10}$/,
    compared: everyField,
    nameField: { surname: 30, given: null },
    features: [
      always('permit_photo_in_card'),
      drawn('permit_film_shifts'),
      drawn('permit_relief'),
      drawn('permit_image_changes'),
      drawn('permit_ink_changes'),
      drawn('permit_fine_lines'),
      settling('permit_length_printed', 'permit_length'),
    ],
  },
  other: {
    accepted: false,
    issuedTo: null,
    form: 'card',
    mrzs: [],
    chip: null,
    validity: { kind: 'printed', longestYears: 10 },
    permitLength: false,
    numberForm: null,
    compared: everyField,
    nameField: { surname: 39, given: null },
    features: [],
  },
} satisfies Record<string, DocumentRow>

type Name = keyof typeof rows
/** Their names, in the order of the table. */
export const documentNames = Object.keys(rows) as Name[]
export const documentTypes: Readonly<Record<Name, DocumentRow>> = rows
