import type { ChipCheck } from '../contract/check.ts'
import type { Consent, InspectionPrompt, SessionChip } from '../contract/session.ts'
import type { FaceFeature, Override, PersonJudgement } from '../contract/decision.ts'
import type { Declared, DocumentIdentity, DocumentType, IsoDate } from '../contract/identity.ts'
import type { PrintedValue } from '../contract/match.ts'
import type { Policy } from '../contract/policy.ts'

/** One read of a chip: what it says and what the checks of it gave, against the MRZ as it was captured in the end. */
export type ChipRead = {
  checks: ChipCheck[]
  identity: DocumentIdentity | null
  /** DG11 gives four digits of the year of birth; DG1, as an MRZ, gives two. */
  birthYearFull: boolean
  /** DG2 gave a portrait, and the clerk had it before them. */
  hasPortrait: boolean
  /** Whether central sees that the chip is no copy; false where that is the station's word alone. */
  originalityShown: boolean
}

/**
 * Everything that a decision rests on, and nothing that anybody concluded from it. `factsOfSession` makes them from a session,
 * `factsOfPacket` from a packet with its evidence and from what the judge knows by itself: anyone who judges applies the same rules
 * (`judge`) to them.
 */
export type Facts = {
  operatorId: string
  /** The first day on which the operator may not decide. */
  trainedUntil: IsoDate
  /** Operators who may not verify this application: who opened it, and the applicant. */
  involvedOperators: string[]
  /** Null until the application is known. */
  declared: Declared | null
  consent: Consent | null
  documentType: DocumentType | null
  /** What the MRZ says, as captured from the print; null until there is one. */
  mrz: DocumentIdentity | null
  /** The MRZ breaks a rule of its format: a check digit, a character, a code. */
  mrzBroken: boolean
  /** Every read of a chip in this visit, in order. */
  chipReads: ChipRead[]
  /** Reads of earlier visits of the same day: a check that failed then has failed. */
  earlierReads: Pick<ChipRead, 'checks'>[]
  chipUnavailable: SessionChip['unavailableReason']
  /** What the clerk saw where chip and MRZ settle nothing. */
  printed: PrintedValue[]
  comparisonConfirmed: boolean
  inspection: InspectionPrompt[]
  judgement: PersonJudgement | null
  /** Features of the face that the clerk found to differ. */
  differing: FaceFeature[]
  /** Pictures of the document failed as often as the policy allows, and nothing replaced them. */
  captureExhausted: boolean
  lostStolenChecked: boolean
  overrides: Pick<Override, 'gate' | 'managerId' | 'reason' | 'text'>[]
  /** The calendar day at the place of the visit. */
  today: IsoDate
  policy: Policy
}
