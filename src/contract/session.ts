import { z } from 'zod'
import { Channel } from './application.ts'
import { ChipCheck } from './check.ts'
import { CitizenWord } from './citizen.ts'
import {
  DeferredCheck,
  FaceFeature,
  InspectionAnswer,
  OutcomeReason,
  OverridableGate,
  Outcome,
  PersonJudgement,
  OverrideReason,
  ReviewReason,
} from './decision.ts'
import { FailureCode } from './failure.ts'
import { Declared, DocumentIdentity, DocumentType, IsoDate, IsoTime, Language } from './identity.ts'
import { EligibilityCheck, FieldMatch } from './match.ts'
import { MrzReading, MrzSource, MrzUncertain } from './mrz.ts'

/** The journey, in order. */
export const Step = z.enum([
  'application',
  'document',
  'chip',
  'comparison',
  'inspection',
  'person',
  'decision',
  'receipt',
])
export type Step = z.infer<typeof Step>

export const StepState = z.enum(['ahead', 'current', 'passed', 'failed', 'skipped'])
export type StepState = z.infer<typeof StepState>

/** A failure as the stage shows it: the code's texts come from assets/texts; `detail` is folded away. */
export const ShownFailure = z.object({ code: FailureCode, detail: z.string().nullable() })
export type ShownFailure = z.infer<typeof ShownFailure>

export const Consent = z.object({ givenAt: IsoTime, textVersion: z.string(), language: Language })
export type Consent = z.infer<typeof Consent>

export const ChipPhase = z.enum(['idle', 'waiting', 'reading', 'read', 'failed', 'no_chip', 'unavailable'])
export type ChipPhase = z.infer<typeof ChipPhase>

export const ChipProgress = z.object({
  stage: z.enum(['connect', 'access', 'files', 'verify']),
  file: z.string().nullable(),
  bytesRead: z.int(),
  bytesTotal: z.int().nullable(),
})
export type ChipProgress = z.infer<typeof ChipProgress>

/** JPEG or PNG, base64; JPEG 2000 is decoded by the station so that any browser shows it. */
export const Portrait = z.object({
  mediaType: z.enum(['image/jpeg', 'image/png']),
  base64: z.string().max(8_000_000),
  width: z.int(),
  height: z.int(),
})
export type Portrait = z.infer<typeof Portrait>

export const SessionDocument = z.object({
  type: DocumentType.nullable(),
  mrz: MrzReading.nullable(),
  source: MrzSource.nullable(),
  /** Failed captures so far and how many the policy allows. */
  attempts: z.int(),
  attemptsAllowed: z.int(),
  /** The clerk must look at these characters again: nothing vouches for them. */
  uncertain: z.array(MrzUncertain),
  corrections: z.array(
    z.object({
      line: z.int(),
      column: z.int(),
      from: z.string(),
      to: z.string(),
      by: z.enum(['check_digit', 'clerk']),
    }),
  ),
})
export type SessionDocument = z.infer<typeof SessionDocument>

export const SessionChip = z.object({
  phase: ChipPhase,
  /** What the stage asks for: the CAN where the MRZ cannot open the chip. */
  asksForCan: z.boolean(),
  progress: ChipProgress.nullable(),
  files: z.array(z.object({ file: z.string(), state: z.enum(['ahead', 'reading', 'read', 'absent', 'failed']) })),
  checks: z.array(ChipCheck),
  portrait: Portrait.nullable(),
  accessProtocol: z.string().nullable(),
  attempts: z.int(),
  attemptsAllowed: z.int(),
  unavailableReason: z.enum(['chip_defective', 'reader_defective', 'no_chip']).nullable(),
  /** Every read of this application today, oldest first: anyone who releases a gate sees them all. */
  reads: z.array(z.object({ at: IsoTime, checks: z.array(ChipCheck) })),
})
export type SessionChip = z.infer<typeof SessionChip>

export const InspectionPrompt = z.object({ featureId: z.string(), answer: InspectionAnswer.nullable() })
export type InspectionPrompt = z.infer<typeof InspectionPrompt>

export const OverrideView = z.object({
  gate: OverridableGate,
  managerId: z.string(),
  reason: OverrideReason,
  givenAt: IsoTime,
})
export type OverrideView = z.infer<typeof OverrideView>

/** Where a packet stands, as the kiosk shows it. */
export const PacketState = z.enum(['queued', 'sent', 'received', 'parked', 'decided'])
export type PacketState = z.infer<typeof PacketState>
export const CentralDecision = z.enum(['APPROVED', 'REJECTED', 'NOT_VERIFIED', 'MANUAL_REVIEW', 'QUARANTINED'])
export type CentralDecision = z.infer<typeof CentralDecision>

export const SealedView = z.object({
  packetId: z.uuid(),
  outcome: Outcome,
  reasons: z.array(OutcomeReason),
  sealedAt: IsoTime,
  state: PacketState,
  centralDecision: CentralDecision.nullable(),
})
export type SealedView = z.infer<typeof SealedView>

/** The whole state of the session as the UI renders it; the station owns it and pushes it on every change. */
export const Session = z.object({
  sessionId: z.uuid(),
  step: Step,
  steps: z.array(z.object({ step: Step, state: StepState })),
  channel: Channel,
  operatorId: z.string(),
  openedAt: IsoTime,
  /** The day on which ages and validities are judged. */
  today: IsoDate,
  /** An approval would wait for central: checks that it settles, or a person there who looks. */
  provisional: z.boolean(),
  deferred: z.array(DeferredCheck),
  reviews: z.array(ReviewReason),
  /** An effect is under way (lookup, chip read): the stage shows progress, not a form. */
  busy: z.boolean(),
  failure: ShownFailure.nullable(),
  application: z
    .object({ applicationId: z.uuid(), reference: z.string(), declared: Declared, expiresAt: IsoTime })
    .nullable(),
  consent: Consent.nullable(),
  document: SessionDocument,
  chip: SessionChip,
  /** Best knowledge so far: MRZ, replaced by the chip's when it was read and proved genuine. */
  identity: DocumentIdentity.nullable(),
  comparison: z
    .object({ fields: z.array(FieldMatch), eligibility: z.array(EligibilityCheck), confirmed: z.boolean() })
    .nullable(),
  /** What the citizen said of the fields read; null until asked. */
  citizen: CitizenWord.nullable(),
  inspection: z.array(InspectionPrompt),
  person: z.object({
    judgement: PersonJudgement.nullable(),
    differing: z.array(FaceFeature),
    attempts: z.int(),
    attemptsAllowed: z.int(),
  }),
  decision: z.object({
    allowed: z.array(Outcome),
    /** Why approval is not allowed: gate codes, in the journey's order. */
    blockers: z.array(FailureCode),
    /** Reasons the facts support; none is ever chosen beforehand. */
    suggestedReasons: z.array(OutcomeReason),
    /** Reasons a clerk may choose from, by outcome: those the facts support and those only people know. */
    offeredReasons: z.record(Outcome, z.array(OutcomeReason)),
    /** Gates among the blockers that a manager may release. */
    overridable: z.array(OverridableGate),
    overrides: z.array(OverrideView),
  }),
  sealed: SealedView.nullable(),
})
export type Session = z.infer<typeof Session>
