import type { Outcome, OutcomeReason, OverridableGate } from '../contract/decision.ts'
import type { FailureCode } from '../contract/failure.ts'
import type { Facts } from './facts.ts'
import { examine } from './findings.ts'
import type { Findings } from './findings.ts'
import type { Gate, GateKind } from './gate.ts'
import { blockingGates, gates } from './gates.ts'
import { isReleased } from './release.ts'
import { mayCarry, stories } from './visit-story.ts'

/** One gate as it stands in a case. */
export type GateState = {
  code: FailureCode
  kind: GateKind
  state: 'open' | 'released' | 'closed'
  reason: OutcomeReason | null
}

export type Judgement = {
  allowed: Outcome[]
  /** Gate codes not released, in the journey's order. */
  blockers: FailureCode[]
  suggestedReasons: OutcomeReason[]
  /** Grounds that the facts show; a refusal names one of them. */
  grounds: OutcomeReason[]
  overridable: OverridableGate[]
  gates: GateState[]
  found: Findings
}

function stateOf(found: Findings, blocking: Gate[], known: Gate): GateState {
  const { code, kind } = known
  if (!blocking.includes(known)) return { code, kind, state: 'open', reason: null }
  return { code, kind, state: isReleased(found, known) ? 'released' : 'closed', reason: known.reason(found) }
}

/**
 * The one rulebook: what the facts allow. Session, seal and central apply it to their facts. Approval only when every gate is open or
 * released by a second person; refusal on a ground that the facts show; `unverifiable` where something could not be checked;
 * cancelling always.
 */
export function judge(facts: Facts): Judgement {
  const found = examine(facts)
  const blocking = blockingGates(found)
  const closed = blocking.filter((known) => !isReleased(found, known))
  const has = (kind: GateKind): boolean => closed.some((known) => known.kind === kind)
  const mayDecide = !has('closes')
  const isOpenWork = closed.some((known) => known.kind === 'incomplete' || !known.isLookedAt(found))
  const releasable = facts.policy.overrideAllowed && !has('closes') && !has('refuses') && !isOpenWork
  const reasons = [...new Set(closed.map((known) => known.reason(found)).filter((reason) => reason !== null))]
  const grounds = reasons.filter((reason) => stories.refused.reasons.includes(reason))
  return {
    allowed: [
      ...(closed.length === 0 ? (['approved'] as const) : []),
      ...(mayDecide && grounds.length > 0 ? (['refused'] as const) : []),
      ...(mayDecide && closed.some((known) => known.unverifiable) ? (['unverifiable'] as const) : []),
      'cancelled',
    ],
    blockers: closed.map((known) => known.code),
    suggestedReasons: reasons,
    grounds,
    overridable: releasable ? closed.map((known) => known.code as OverridableGate) : [],
    gates: gates.map((known) => stateOf(found, blocking, known)),
    found,
  }
}

/**
 * Why an outcome may not be given with these reasons; null when it may. Codes: the first blocking gate's for an approval,
 * outcome_not_allowed, reason_required (a refusal with a ground that the facts do not show, or none), reason_not_of_outcome.
 */
export function whyNot(
  { allowed, blockers, grounds }: Judgement,
  outcome: Outcome,
  reasons: OutcomeReason[],
): FailureCode | null {
  if (outcome === 'approved' && blockers.length > 0) return blockers[0]!
  if (outcome === 'approved') return reasons.length > 0 ? 'outcome_not_allowed' : null
  if (!allowed.includes(outcome)) {
    // Something could not be checked, and nothing speaks against the case: that is no ground.
    if (outcome === 'refused' && allowed.includes('unverifiable')) return 'reason_required'
    return blockers[0] ?? 'outcome_not_allowed'
  }
  if (!mayCarry(outcome, reasons)) return 'reason_not_of_outcome'
  if (outcome === 'cancelled') return null
  const isGrounded = outcome !== 'refused' || reasons.every((reason) => grounds.includes(reason))
  return reasons.length > 0 && isGrounded ? null : 'reason_required'
}
