import type { Application } from '../../contract/application.ts'
import type { CitizenWord } from '../../contract/citizen.ts'
import type { ChipCheck } from '../../contract/check.ts'
import type {
  ComparedPicture,
  Concern,
  FaceFeature,
  InspectionAnswer,
  NoPictureReason,
  Outcome,
  OutcomeReason,
  Override,
  PersonJudgement,
} from '../../contract/decision.ts'
import type { ReadEvidence } from '../../contract/evidence.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { DocumentIdentity, IsoDate, IsoTime } from '../../contract/identity.ts'
import type { PrintedValue } from '../../contract/match.ts'
import type { MrzCapture, MrzReading } from '../../contract/mrz.ts'
import type { Role } from '../../contract/operator.ts'
import type { Policy } from '../../contract/policy.ts'
import type {
  CentralDecision,
  ChipProgress,
  Consent,
  PacketState,
  Portrait,
  SessionChip,
  Step,
} from '../../contract/session.ts'
import type { TimeProof } from '../../contract/protocol/packet.ts'
import type { SessionState } from './state.ts'

/** What the clerk did: refused with a code when it does not fit the step. */
export type IntentEvent =
  | { type: 'lookup_requested' }
  | { type: 'consent_given'; consent: Consent }
  | { type: 'mrz_submitted'; reading: MrzReading; capture: MrzCapture }
  | { type: 'capture_failed'; kind: 'document' | 'person'; code: FailureCode }
  | { type: 'chip_requested'; can: string | null }
  | { type: 'chip_stopped' }
  | { type: 'chip_declared_unavailable'; reason: 'chip_defective' | 'reader_defective' }
  | { type: 'print_compared'; printed: PrintedValue }
  | { type: 'citizen_answered'; citizen: CitizenWord }
  | { type: 'comparison_confirmed' }
  | { type: 'inspection_answered'; featureId: string; answer: InspectionAnswer }
  | {
      type: 'person_judged'
      judgement: PersonJudgement
      differing: FaceFeature[]
      picture: ComparedPicture
      noPictureReason: NoPictureReason | null
    }
  /** `managerRole` is the role of the operator whose PIN was checked. */
  | { type: 'override_granted'; override: Override; managerRole: Role }
  | { type: 'concern_noted'; concern: Concern | null }
  | { type: 'decided'; outcome: Outcome; reasons: OutcomeReason[] }
  | { type: 'went_back'; to: Step }
  | { type: 'failure_cleared' }

/** What an effect or the queue reports: ignored when it comes too late. */
export type ReportEvent =
  | { type: 'application_found'; application: Application; offline: boolean; lostStolenChecked: boolean }
  | { type: 'application_failed'; code: FailureCode }
  /** Central took it back while it is open here. */
  | { type: 'application_recalled' }
  | { type: 'chip_progressed'; progress: ChipProgress; files: SessionChip['files'] }
  | {
      type: 'chip_read'
      identity: DocumentIdentity
      /** The MRZ as DG1 holds it. */
      mrzLines: string[]
      birthYearFull: boolean
      /** What central judges the read from again. */
      evidence: ReadEvidence
      checks: ChipCheck[]
      portrait: Portrait | null
      accessProtocol: string | null
    }
  | { type: 'chip_failed'; code: FailureCode; detail: string | null }
  | { type: 'sealed'; packetId: string; sealedAt: IsoTime }
  | { type: 'packet_advanced'; state: PacketState; centralDecision: CentralDecision | null }

export type SessionEvent = IntentEvent | ReportEvent
export type EventType = SessionEvent['type']
export type EventOf<T extends EventType> = Extract<SessionEvent, { type: T }>

/** Time and limits as values: the rules read no clock. `today` is the local calendar day. */
/** `rosterOld`: central's word on who may work here is older than the policy allows. `timeProof`: what `now` rests on. */
export type SessionContext = { now: IsoTime; today: IsoDate; policy: Policy; rosterOld: boolean; timeProof: TimeProof }

/** One cell of the table: the state after an event, or a Failure thrown. */
export type Transition<T extends EventType> = (
  state: SessionState,
  event: EventOf<T>,
  context: SessionContext,
) => SessionState
