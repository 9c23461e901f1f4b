import { Failure } from '../../contract/failure.ts'
import type { Step } from '../../contract/session.ts'
import type { EventType, SessionContext, SessionEvent, Transition } from './events.ts'
import { noteCourse } from './course.ts'
import { goBack } from './journey.ts'
import {
  onApplicationFailed,
  onApplicationFound,
  onApplicationRecalled,
  onConsentGiven,
  onLookupFailureCleared,
} from './on-application.ts'
import {
  onChipDeclaredUnavailable,
  onChipFailed,
  onChipProgressed,
  onChipRead,
  onChipRequested,
  onChipStopped,
} from './on-chip.ts'
import { onDecided, onOverrideGranted, onPacketAdvanced, onSealed } from './on-decision.ts'
import { onDocumentCaptureFailed, onMrzSubmitted } from './on-document.ts'
import { noteShown, requireSeen } from './seen.ts'
import {
  onCitizenAnswered,
  onComparisonConfirmed,
  onInspectionAnswered,
  onPersonCaptureFailed,
  onPersonJudged,
  onPrintCompared,
} from './on-judgement.ts'
import type { SessionState } from './state.ts'

type Row = { [T in EventType]?: Transition<T> }

const onWentBack: Transition<'went_back'> = (state, { to }) => goBack(state, to)
const onFailureCleared: Transition<'failure_cleared'> = (state) => ({ ...state, failure: null })

const onConcernNoted: Transition<'concern_noted'> = (state, { concern }) => ({ ...state, concern })

/** What may happen at every step until the packet is sealed. */
const always: Row = {
  went_back: onWentBack,
  failure_cleared: onFailureCleared,
  concern_noted: onConcernNoted,
  application_recalled: onApplicationRecalled,
  decided: onDecided,
  sealed: onSealed,
}

/** From the comparison on the citizen may confirm what was read, and correct that answer. */
const compared: Row = { ...always, citizen_answered: onCitizenAnswered }

/** The session: step by event. A report without a cell came too late and is ignored; an intent without one is refused. */
const table: Record<Step, Row> = {
  application: {
    ...always,
    application_found: onApplicationFound,
    application_failed: onApplicationFailed,
    failure_cleared: onLookupFailureCleared,
    consent_given: onConsentGiven,
  },
  document: { ...always, mrz_submitted: onMrzSubmitted, capture_failed: onDocumentCaptureFailed },
  chip: {
    ...always,
    chip_requested: onChipRequested,
    chip_progressed: onChipProgressed,
    chip_read: onChipRead,
    chip_failed: onChipFailed,
    chip_stopped: onChipStopped,
    chip_declared_unavailable: onChipDeclaredUnavailable,
  },
  comparison: { ...compared, print_compared: onPrintCompared, comparison_confirmed: onComparisonConfirmed },
  inspection: { ...compared, inspection_answered: onInspectionAnswered },
  person: { ...compared, person_judged: onPersonJudged, capture_failed: onPersonCaptureFailed },
  decision: { ...compared, override_granted: onOverrideGranted },
  receipt: { packet_advanced: onPacketAdvanced, failure_cleared: onFailureCleared },
}

const reports: EventType[] = [
  'application_found',
  'application_failed',
  'application_recalled',
  'chip_progressed',
  'chip_read',
  'chip_failed',
  'chip_stopped',
  'sealed',
  'packet_advanced',
]

/**
 * The state after an event. Pure: the state given is not touched, and stays when a Failure is thrown. The day and the policy
 * of the context hold from now on; a decision holds only until the next event, which must be its sealing. Codes: session_wrong_step, judged_too_soon, and those of the transitions.
 */
export function reduceSession(state: SessionState, event: SessionEvent, context: SessionContext): SessionState {
  const transition = table[state.step][event.type] as Transition<EventType> | undefined
  if (transition === undefined) {
    if (reports.includes(event.type)) return state
    throw new Failure('session_wrong_step', `${event.type} at ${state.step}`)
  }
  requireSeen(state, event, context.now)
  const decision = event.type === 'sealed' ? state.decision : null
  const { today, policy, rosterOld, timeProof } = context
  const next = transition({ ...state, today, policy, rosterOld, timeProof, decision }, event, context)
  return noteCourse(state, noteShown(state, next, context.now), event, context.now)
}
