import type { Declared } from '../../contract/identity.ts'
import { Failure } from '../../contract/failure.ts'
import { isOverrideReasoned } from '../release.ts'
import { judge, whyNot } from '../judge.ts'
import type { Transition } from './events.ts'
import { deferredOf, examineSession, factsOfSession, failedSteps, reviewsOf } from './facts.ts'
import { untouchedChip, untouchedDocument } from './state.ts'
import type { SettledFacts, SessionState } from './state.ts'

/**
 * Standards 17: another person, with the manager's role, for a gate that blocks, with a reason and words.
 * Codes: override_not_manager, override_own_case, override_reason_missing, outcome_not_allowed.
 */
export const onOverrideGranted: Transition<'override_granted'> = (state, { override, managerRole }) => {
  if (managerRole !== 'manager') throw new Failure('override_not_manager', managerRole)
  if (!isOverrideReasoned(override)) throw new Failure('override_reason_missing', override.gate)
  const facts = factsOfSession(state)
  if (!judge(facts).overridable.includes(override.gate)) throw new Failure('outcome_not_allowed', override.gate)
  const overrides = [...state.overrides, override]
  if (judge({ ...facts, overrides }).blockers.includes(override.gate)) throw new Failure('override_own_case')
  return { ...state, overrides, failure: null }
}

/**
 * The clerk's decision, before it is sealed. Codes: session_incomplete without an application, outcome_not_allowed,
 * the first blocking gate's code for an approval, reason_required.
 */
export const onDecided: Transition<'decided'> = (state, { outcome, reasons }) => {
  if (state.application === null) throw new Failure('session_incomplete', 'no application')
  const code = whyNot(judge(factsOfSession(state)), outcome, reasons)
  if (code !== null) throw new Failure(code, outcome)
  return { ...state, decision: { outcome, reasons: [...new Set(reasons)] }, failure: null }
}

const settle = (state: SessionState): SettledFacts => ({
  failedSteps: failedSteps(state),
  deferred: deferredOf(state),
  reviews: reviewsOf(state),
  fields: examineSession(state).fields.map((match) => ({ ...match, declared: null, mrz: null, chip: null })),
  eligibility: examineSession(state).eligibility,
  chipChecks: state.chip.checks,
})

/** After sealing only the name and the last four characters stay on the screen, until it is closed (R14). */
const forgetDeclared = (declared: Declared): Declared => ({
  ...declared,
  documentNumber: declared.documentNumber.slice(-4),
  address: { ...declared.address, lines: [''], postcode: '', city: '' },
  email: '',
  phone: '',
})

/** The packet is durable: everything read from the citizen is wiped from memory. */
export const onSealed: Transition<'sealed'> = (state, { packetId, sealedAt }) => {
  const { decision, application, document, chip } = state
  if (decision === null || application === null) throw new Failure('session_incomplete', 'not decided')
  return {
    ...state,
    step: 'receipt',
    settled: settle(state),
    sealed: {
      packetId,
      outcome: decision.outcome,
      reasons: decision.reasons,
      sealedAt,
      state: 'queued',
      centralDecision: null,
    },
    application: { ...application, declared: forgetDeclared(application.declared) },
    document: { ...untouchedDocument, type: document.type, attempts: document.attempts },
    chip: {
      ...untouchedChip,
      phase: chip.phase,
      attempts: chip.attempts,
      accessProtocol: chip.accessProtocol,
      unavailableReason: chip.unavailableReason,
    },
    captures: [],
    reads: [],
    printed: [],
    concern: null,
    failure: null,
  }
}

/** What became of the sealed packet since: sent, received, decided. */
export const onPacketAdvanced: Transition<'packet_advanced'> = (state, event) =>
  state.sealed === null
    ? state
    : { ...state, sealed: { ...state.sealed, state: event.state, centralDecision: event.centralDecision } }
