import type { EligibilityRule, MatchField } from './match.ts'
import type { MrzFormat } from './mrz.ts'

/** How an MRZ names a document: layout, document code without fillers, issuer, and the holder's nationality. */
export type MrzRule = {
  format: MrzFormat
  codes: RegExp
  issuer: string
  /** `french`, `foreign`, or null where the MRZ does not say. */
  holder: 'french' | 'foreign' | null
}

/**
 * `printed`: the MRZ's expiry date, included, and no document of the type is valid longer than so many years. `issue_month`: the MRZ
 * has none; the years below count from the month of issue in the card's number, by whether the holder was adult then.
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

/**
 * One thing to look at on a printed document. The id is also the key of its texts (assets/texts/<language>/features.json)
 * and the name of its drawing (assets/features/<id>.svg).
 */
export type Feature = {
  id: string
  /** Always asked; the others are drawn at random. */
  fixed: boolean
  /** Not a security feature but what only the eye can read, asked when that rule is left open. */
  settles: EligibilityRule | null
}

/** Everything that code knows about one type of document. Its words: assets/texts/<language>/documents.json. */
export type DocumentRow = {
  accepted: boolean
  /** Who it is issued to: a French citizen has no permit, and a foreign passport is not accepted (R6). Null: whoever. */
  issuedTo: 'french' | 'foreign' | null
  /** What it looks like: where things are printed, and how it lies on a reader. */
  form: 'book' | 'card' | 'old'
  /** The first is the layout that is offered where lines are typed by hand. */
  mrzs: readonly MrzRule[]
  /** The authority under which its chip is signed, as its certificates name it (R4); null where it has no chip. */
  chip: { signedUnder: 'CSCA-FRANCE' | 'eID-FRANCE' } | null
  validity: ValidityRule
  /** R4: the permit's length counts. */
  permitLength: boolean
  /** Form of its number, as printed; null where any will do. */
  numberForm: RegExp | null
  compared: readonly MatchField[]
  nameField: NameField
  /** What a clerk can check with eye, finger and a lamp (standards 7 and 8). */
  features: readonly Feature[]
}
