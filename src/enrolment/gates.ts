import type { Outcome, OutcomeReason, OverridableGate, Override, OverrideReason } from '../contract/decision.ts'
import type { FailureCode } from '../contract/failure.ts'
import type { Step } from '../contract/session.ts'
import { addMonths } from './dates.ts'
import {
  chipBlocks,
  chipReason,
  differs,
  expectsChip,
  inspectionIs,
  leavesRuleOpen,
  ruleFails,
  sameOperator,
} from './decision-facts.ts'
import type { DecisionFacts } from './decision-facts.ts'
import { isFrenchAddress } from './eligibility.ts'

export type { DecisionFacts }

/**
 * `closes`: the operator may only cancel. `refuses`: no approval, whoever asks. `incomplete`: something is still to do.
 * `releasable`: a manager may release it (standards 17).
 */
type GateKind = 'closes' | 'refuses' | 'incomplete' | 'releasable'

export type Gate = {
  code: FailureCode
  kind: GateKind
  /** The step whose work it judges. */
  step: Step
  blocks: (facts: DecisionFacts) => boolean
  /** Reason the facts support, suggested to the clerk. */
  reason: (facts: DecisionFacts) => OutcomeReason | null
  /** Nothing may be wrong, it just could not be checked. */
  unverifiable: boolean
}
const gate = (
  step: Step,
  code: FailureCode,
  kind: GateKind,
  blocks: Gate['blocks'],
  reason: OutcomeReason | null | Gate['reason'],
  unverifiable = false,
): Gate => ({ step, code, kind, blocks, reason: typeof reason === 'function' ? reason : () => reason, unverifiable })

/** What stands between a session and its approval, in the journey's order; docs/rules.md shows the same table. */
export const gates: Gate[] = [
  gate(
    'application',
    'self_verification',
    'closes',
    (facts) => facts.involvedOperators.some((involved) => sameOperator(involved, facts.operatorId)),
    'operator_conflict',
  ),
  gate(
    'application',
    'operator_training_expired',
    'closes',
    (facts) => addMonths(facts.trainedOn, facts.policy.trainingValidMonths) <= facts.today,
    null,
  ),
  gate('application', 'consent_missing', 'closes', (facts) => !facts.consented, 'consent_withdrawn'),
  gate(
    'application',
    'address_not_french',
    'refuses',
    (facts) => !isFrenchAddress(facts.addressCountry),
    'address_not_french',
  ),
  gate(
    'document',
    'capture_attempts_exhausted',
    'incomplete',
    (facts) => facts.captureExhausted,
    'capture_failed',
    true,
  ),
  gate(
    'document',
    'document_not_accepted',
    'refuses',
    (f) => ruleFails(f, 'document_accepted'),
    'document_not_accepted',
  ),
  gate('document', 'document_expired', 'refuses', (f) => ruleFails(f, 'document_valid'), 'document_expired'),
  gate('document', 'citizen_underage', 'refuses', (f) => ruleFails(f, 'adult'), 'citizen_underage'),
  gate('document', 'permit_too_short', 'refuses', (f) => ruleFails(f, 'permit_length'), 'permit_too_short'),
  gate('chip', 'chip_not_genuine', 'refuses', chipBlocks, chipReason, true),
  gate(
    'chip',
    'chip_required',
    'releasable',
    (facts) => expectsChip(facts) && !facts.chipRead,
    (facts) => (facts.chipUnavailable === 'reader_defective' ? 'reader_unavailable' : 'chip_unreadable'),
    true,
  ),
  gate('comparison', 'document_type_mismatch', 'refuses', (facts) => differs(facts, true), 'declared_differs'),
  gate('comparison', 'match_failed', 'refuses', (facts) => differs(facts, false), 'declared_differs'),
  gate(
    'comparison',
    'session_incomplete',
    'incomplete',
    (facts) => facts.documentType === null || !facts.comparisonConfirmed,
    null,
  ),
  gate(
    'inspection',
    'inspection_incomplete',
    'incomplete',
    (facts) => inspectionIs(facts, 'incomplete') || leavesRuleOpen(facts),
    null,
  ),
  gate(
    'inspection',
    'inspection_failed',
    'releasable',
    (facts) => inspectionIs(facts, 'failed'),
    'document_suspected_forged',
    true,
  ),
  gate('person', 'person_different', 'refuses', (facts) => facts.judgement === 'different', 'person_not_holder'),
  gate(
    'person',
    'person_unconfirmed',
    'releasable',
    (facts) => facts.judgement === null || facts.judgement === 'undetermined',
    'person_undetermined',
    true,
  ),
]

/** Reasons a manager may give, gate by gate. */
export const overrideReasons: Record<OverridableGate, OverrideReason[]> = {
  chip_required: ['chip_defective', 'reader_defective', 'other'],
  inspection_failed: ['inspection_wear', 'other'],
  person_unconfirmed: ['portrait_unlike_illness', 'portrait_unlike_age', 'other'],
}

/** Grounds on which an application may be closed for good (R22); what merely could not be checked is none. */
const refusalGrounds: OutcomeReason[] = [
  'document_expired',
  'document_not_accepted',
  'permit_too_short',
  'citizen_underage',
  'address_not_french',
  'declared_differs',
  'document_suspected_forged',
  'chip_not_genuine',
  'chip_copied',
  'person_not_holder',
  'document_reported_lost_or_stolen',
]

/** Whether a refusal may rest on these reasons: one of them at least is a ground. */
export function isRefusalGrounded(reasons: OutcomeReason[]): boolean {
  return reasons.some((reason) => refusalGrounds.includes(reason))
}

/** Gates that block, journey's order. What was not begun because the case is already lost is not listed. */
export function blockingGates(facts: DecisionFacts): Gate[] {
  const blocking = gates.filter((known) => known.blocks(facts))
  const lost = blocking.some((known) => known.kind === 'refuses' || known.kind === 'closes')
  const begun = facts.inspection.length > 0
  return blocking.filter((known) => !lost || begun || (known.step !== 'inspection' && known.step !== 'person'))
}

const isReleased = (facts: DecisionFacts, known: Gate): boolean =>
  known.kind === 'releasable' &&
  facts.policy.overrideAllowed &&
  facts.overrides.some(
    (given) =>
      given.gate === known.code &&
      ![...facts.involvedOperators, facts.operatorId].some((id) => sameOperator(id, given.managerId)) &&
      isOverrideReasoned(given),
  )

/** Whether an override gives a reason that fits its gate, and words for it. */
export function isOverrideReasoned({ gate: code, reason, text }: Pick<Override, 'gate' | 'reason' | 'text'>): boolean {
  return overrideReasons[code].includes(reason) && text.trim().length >= 10
}

export type DecisionView = {
  allowed: Outcome[]
  /** Gate codes not released, in the journey's order. */
  blockers: FailureCode[]
  suggestedReasons: OutcomeReason[]
  overridable: OverridableGate[]
}

/**
 * What the facts allow: approval only when every gate is open or released by a second person; refusal and `unverifiable`
 * unless the operator may not decide at all; cancelling always.
 */
export function judgeDecision(facts: DecisionFacts): DecisionView {
  const closed = blockingGates(facts).filter((known) => !isReleased(facts, known))
  const has = (kind: GateKind): boolean => closed.some((known) => known.kind === kind)
  const mayDecide = !has('closes')
  const releasable = facts.policy.overrideAllowed && !has('closes') && !has('refuses') && !has('incomplete')
  const reasons = closed.map((known) => known.reason(facts)).filter((reason) => reason !== null)
  return {
    allowed: [
      ...(closed.length === 0 ? (['approved'] as const) : []),
      ...(mayDecide ? (['refused'] as const) : []),
      ...(mayDecide && closed.some((known) => known.unverifiable) ? (['unverifiable'] as const) : []),
      'cancelled',
    ],
    blockers: closed.map((known) => known.code),
    suggestedReasons: [...new Set(reasons)],
    overridable: releasable ? closed.map((known) => known.code as OverridableGate) : [],
  }
}
