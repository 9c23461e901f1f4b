import type { Application, Channel } from '../../contract/application.ts'
import type { ChipCheck } from '../../contract/check.ts'
import type { CitizenWord } from '../../contract/citizen.ts'
import type {
  Concern,
  DeferredCheck,
  FaceFeature,
  Outcome,
  OutcomeReason,
  Override,
  PersonJudgement,
  ReviewReason,
} from '../../contract/decision.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { DocumentIdentity, DocumentType, IsoDate, IsoTime } from '../../contract/identity.ts'
import type { CaptureEvidence, EarlierRead, ReadEvidence } from '../../contract/evidence.ts'
import type { EligibilityCheck, FieldMatch, PrintedValue } from '../../contract/match.ts'
import type { MrzCapture, MrzReading } from '../../contract/mrz.ts'
import type { Role } from '../../contract/operator.ts'
import type { Policy } from '../../contract/policy.ts'
import type {
  Consent,
  InspectionPrompt,
  Portrait,
  SealedView,
  SessionChip,
  ShownFailure,
  Step,
} from '../../contract/session.ts'
import type { TimeProof } from '../../contract/protocol/packet.ts'

/** Who works at the station; the training day is judged against the policy at the decision. */
export type SessionOperator = { operatorId: string; role: Role; trainedOn: IsoDate }

/** The MRZ as read and, while the chip may still be opened with it, its access keys. */
export type DocumentState = {
  type: DocumentType | null
  reading: MrzReading | null
  capture: Pick<MrzCapture, 'source' | 'uncertain' | 'corrections'> | null
  attempts: number
}

export type ChipState = Omit<SessionChip, 'attemptsAllowed' | 'portrait' | 'reads'> & {
  /** Only while a read with it is under way. */
  can: string | null
  portrait: Portrait | null
}

/** One finished read: it stays with the visit, whatever the clerk goes back to. */
export type ReadRecord = {
  checks: ChipCheck[]
  mrzLines: string[]
  identity: DocumentIdentity
  birthYearFull: boolean
  evidence: ReadEvidence
}

export type PersonState = { judgement: PersonJudgement | null; differing: FaceFeature[]; attempts: number }

/** Milliseconds at each step entered so far, and how often which capture or read failed. */
export type Course = { spentMs: Partial<Record<Step, number>>; faults: Partial<Record<FailureCode, number>> }

/** What stays on the screen after sealing, without the texts that were compared. */
export type SettledFacts = {
  failedSteps: Step[]
  deferred: DeferredCheck[]
  reviews: ReviewReason[]
  fields: FieldMatch[]
  eligibility: EligibilityCheck[]
  chipChecks: ChipCheck[]
}

/**
 * Everything one visit knows: plain JSON, in memory only. It holds the full document number, which no view, packet or draft
 * may carry further than the contract says (R14).
 */
export type SessionState = {
  sessionId: string
  reference: string
  channel: Channel
  operator: SessionOperator
  openedAt: IsoTime
  /** The day on which ages and validities are judged. */
  today: IsoDate
  policy: Policy
  rosterOld: boolean
  timeProof: TimeProof
  training: boolean
  /** Chooses the random inspection prompts. */
  randomSeed: number
  step: Step
  /** Since when the present question stands. */
  shownAt: IsoTime
  /** How the visit went so far, and until when that is counted. */
  course: Course
  courseAt: IsoTime
  /** Counts the effects started; the key of the one under way. */
  effectCount: number
  lookingUp: boolean
  offline: boolean
  lostStolenChecked: boolean
  application: Application | null
  consent: Consent | null
  document: DocumentState
  chip: ChipState
  /** Captures and reads of this visit, oldest first: evidence, never undone. */
  captures: CaptureEvidence[]
  reads: ReadRecord[]
  /** Reads of earlier visits of the day that were left without an outcome (marks.ts). */
  earlierReads: EarlierRead[]
  printed: PrintedValue[]
  citizen: CitizenWord | null
  comparisonConfirmed: boolean
  /** For central alone: no view shows it. */
  concern: Concern | null
  inspection: InspectionPrompt[]
  person: PersonState
  overrides: Override[]
  decision: { outcome: Outcome; reasons: OutcomeReason[] } | null
  settled: SettledFacts | null
  sealed: SealedView | null
  failure: ShownFailure | null
}

export type SessionOpening = {
  sessionId: string
  reference: string
  channel: Channel
  operator: SessionOperator
  now: IsoTime
  today: IsoDate
  policy: Policy
  rosterOld: boolean
  timeProof: TimeProof
  training: boolean
  /** Any integer; drawn by the station. */
  randomSeed: number
}

export const untouchedDocument: DocumentState = { type: null, reading: null, capture: null, attempts: 0 }

export const untouchedChip: ChipState = {
  phase: 'idle',
  asksForCan: false,
  can: null,
  progress: null,
  files: [],
  checks: [],
  portrait: null,
  accessProtocol: null,
  attempts: 0,
  unavailableReason: null,
}

export const untouchedPerson: PersonState = { judgement: null, differing: [], attempts: 0 }

export const untouchedCourse: Course = { spentMs: {}, faults: {} }

/** A new session, about to look up its application. */
export function openSession(opening: SessionOpening): SessionState {
  const { now, ...known } = opening
  return {
    ...known,
    openedAt: now,
    step: 'application',
    shownAt: now,
    course: untouchedCourse,
    courseAt: now,
    effectCount: 1,
    lookingUp: true,
    offline: false,
    lostStolenChecked: false,
    application: null,
    consent: null,
    document: untouchedDocument,
    chip: untouchedChip,
    captures: [],
    reads: [],
    earlierReads: [],
    printed: [],
    citizen: null,
    comparisonConfirmed: false,
    concern: null,
    inspection: [],
    person: untouchedPerson,
    overrides: [],
    decision: null,
    settled: null,
    sealed: null,
    failure: null,
  }
}
