import { isProvisional } from '../../contract/decision.ts'
import { Step } from '../../contract/session.ts'
import type { Session, StepState } from '../../contract/session.ts'
import { blockingGates } from '../gates.ts'
import { judge } from '../judge.ts'
import type { Gate } from '../gate.ts'
import { effectOf } from './effect.ts'
import { deferredOf, examineSession, factsOfSession, failedSteps, reviewsOf } from './facts.ts'
import { offerReasons } from '../offered-reasons.ts'
import { isBefore } from './journey.ts'
import type { SessionState } from './state.ts'

const skippedWhen: Partial<Record<Step, (state: SessionState) => boolean>> = {
  document: (state) => state.document.type === null,
  chip: (state) => ['no_chip', 'idle', 'waiting'].includes(state.chip.phase),
  comparison: (state) => !state.comparisonConfirmed,
  inspection: (state) => state.inspection.length === 0,
  person: (state) => state.person.judgement === null,
}

function stepStates(state: SessionState): Session['steps'] {
  const failed = state.settled?.failedSteps ?? failedSteps(state)
  const stateOf = (step: Step): StepState => {
    if (step === state.step) return 'current'
    if (isBefore(state.step, step)) return 'ahead'
    if (skippedWhen[step]?.(state)) return 'skipped'
    return failed.includes(step) ? 'failed' : 'passed'
  }
  return Step.options.map((step) => ({ step, state: stateOf(step) }))
}

/** Nothing is left to decide before the application is known and once the packet is sealed. */
const undecided = {
  allowed: [],
  blockers: [],
  suggestedReasons: [],
  offeredReasons: offerReasons([]),
  overridable: [],
}

/** A gate shows from its step on when something was found there, and after its step when something was left undone. */
function isDue(gate: Gate, step: Step): boolean {
  const finding = gate.kind !== 'releasable' && (gate.kind !== 'incomplete' || gate.unverifiable)
  return isBefore(gate.step, step) || (gate.step === step && finding)
}

/** What may be decided now; what a step ahead will judge is not a blocker yet. */
function decisionOf(state: SessionState): Session['decision'] {
  const overrides = state.overrides.map(({ gate, managerId, reason, givenAt }) => ({
    gate,
    managerId,
    reason,
    givenAt,
  }))
  if (state.sealed !== null || state.application === null) return { ...undecided, overrides }
  const judged = judge(factsOfSession(state))
  const { found } = judged
  const due = blockingGates(found).filter((gate) => isDue(gate, state.step))
  const shown = due.filter((gate) => judged.blockers.includes(gate.code))
  const suggestedReasons = judged.suggestedReasons.filter((reason) =>
    shown.some((gate) => gate.reason(found) === reason),
  )
  return {
    allowed: judged.allowed.filter((outcome) => outcome !== 'approved' || state.step === 'decision'),
    blockers: shown.map((gate) => gate.code),
    suggestedReasons,
    offeredReasons: offerReasons(suggestedReasons),
    overridable: state.step === 'decision' ? judged.overridable : [],
    overrides,
  }
}

function readsOf({ earlierReads, reads }: SessionState): Session['chip']['reads'] {
  return [...earlierReads, ...reads.map(({ checks, evidence }) => ({ at: evidence.at, checks }))]
}

function chipView(state: SessionState): Session['chip'] {
  const { phase, asksForCan, progress, files, portrait, accessProtocol, attempts, unavailableReason } = state.chip
  return {
    phase,
    asksForCan,
    progress,
    files,
    checks: state.settled?.chipChecks ?? state.chip.checks,
    portrait,
    accessProtocol,
    attempts,
    attemptsAllowed: state.policy.captureAttempts,
    unavailableReason,
    reads: state.sealed === null ? readsOf(state) : [],
  }
}

function comparisonView(state: SessionState): Session['comparison'] {
  const { fields, eligibility } = state.settled ?? examineSession(state)
  return eligibility.length === 0 ? null : { fields, eligibility, confirmed: state.comparisonConfirmed }
}

function applicationView({ application }: SessionState): Session['application'] {
  if (application === null) return null
  const { applicationId, reference, declared, expiresAt } = application
  return { applicationId, reference, declared, expiresAt }
}

/** The session as the screen shows it. The comparison fills as soon as the MRZ is known; the clerk confirms it at its step. */
export function viewSession(state: SessionState): Session {
  const { document, policy } = state
  const { deferred, reviews } = state.settled ?? { deferred: deferredOf(state), reviews: reviewsOf(state) }
  return {
    sessionId: state.sessionId,
    step: state.step,
    steps: stepStates(state),
    channel: state.channel,
    operatorId: state.operator.operatorId,
    openedAt: state.openedAt,
    today: state.today,
    provisional: isProvisional({ deferred, reviews }),
    deferred,
    reviews,
    busy: effectOf(state) !== null,
    failure: state.failure,
    application: applicationView(state),
    consent: state.consent,
    document: {
      type: document.type,
      mrz: document.reading,
      source: document.capture?.source ?? null,
      attempts: document.attempts,
      attemptsAllowed: policy.captureAttempts,
      uncertain: document.capture?.uncertain ?? [],
      corrections: document.capture?.corrections ?? [],
    },
    chip: chipView(state),
    identity: examineSession(state).identity,
    comparison: comparisonView(state),
    citizen: state.citizen,
    inspection: state.inspection,
    person: { ...state.person, attemptsAllowed: policy.captureAttempts },
    decision: decisionOf(state),
    sealed: state.sealed,
  }
}
