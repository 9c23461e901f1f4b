import type { Outcome, OutcomeReason, OverridableGate, Override, OverrideReason } from '../contract/decision.ts'
import type { FailureCode } from '../contract/failure.ts'
import type { Step } from '../contract/session.ts'
import { isConsentText } from '../contract/consent-texts.ts'
import { isChipDoubtful } from './chip-evidence.ts'
import { isFrenchAddress } from './eligibility.ts'
import type { Facts } from './facts.ts'
import {
  chipReason,
  datesImpossible,
  differs,
  examine,
  expectsChip,
  inspectionIs,
  isInspected,
  lacksFeature,
  leavesRuleOpen,
  printOpen,
  ruleFails,
  sameOperator,
} from './findings.ts'
import type { Findings } from './findings.ts'
import { visibleLetters } from './match/characters.ts'
import { mayCarry, stories } from './visit-story.ts'

/**
 * `closes`: the operator may only cancel. `refuses`: no approval, whatever the operator's role. `incomplete`: something is still to do.
 * `releasable`: a manager may release it (standards 17).
 */
type GateKind = 'closes' | 'refuses' | 'incomplete' | 'releasable'

export type Gate = {
  code: FailureCode
  kind: GateKind
  /** The step whose work it judges. */
  step: Step
  blocks: (found: Findings) => boolean
  /** Reason the facts support, suggested to the clerk. */
  reason: (found: Findings) => OutcomeReason | null
  /** Nothing may be wrong, it just could not be checked. */
  unverifiable: boolean
  /** Whether there is anything that a manager could release: what nobody looked at is still to do. */
  isLookedAt: (found: Findings) => boolean
}
const gate = (
  step: Step,
  code: FailureCode,
  kind: GateKind,
  blocks: Gate['blocks'],
  reason: OutcomeReason | null | Gate['reason'],
  unverifiable = false,
  isLookedAt: Gate['isLookedAt'] = () => true,
): Gate => ({
  step,
  code,
  kind,
  blocks,
  reason: typeof reason === 'function' ? reason : () => reason,
  unverifiable,
  isLookedAt,
})

/** What stands between a session and its approval, in the journey's order; docs/rules.md shows the same table. */
export const gates: Gate[] = [
  gate(
    'application',
    'self_verification',
    'closes',
    (found) => found.involvedOperators.some((involved) => sameOperator(involved, found.operatorId)),
    'operator_conflict',
  ),
  gate('application', 'operator_training_expired', 'closes', ({ trainedUntil, today }) => trainedUntil <= today, null),
  gate(
    'application',
    'consent_missing',
    'closes',
    ({ consent }) => consent === null || !isConsentText(consent.textVersion),
    'consent_withdrawn',
  ),
  gate(
    'application',
    'address_not_french',
    'refuses',
    ({ declared }) => declared !== null && !isFrenchAddress(declared.address.country),
    'address_not_french',
  ),
  gate(
    'document',
    'capture_attempts_exhausted',
    'incomplete',
    (found) => found.captureExhausted,
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
  gate('document', 'document_dates_impossible', 'refuses', datesImpossible, 'document_suspected_forged'),
  gate(
    'document',
    'document_expired',
    'refuses',
    (found) => ruleFails(found, 'document_valid') && !datesImpossible(found),
    'document_expired',
  ),
  gate('document', 'citizen_underage', 'refuses', (f) => ruleFails(f, 'adult'), 'citizen_underage'),
  gate('document', 'permit_too_short', 'refuses', (f) => ruleFails(f, 'permit_length'), 'permit_too_short'),
  gate('chip', 'chip_not_genuine', 'refuses', ({ chip }) => isChipDoubtful(chip), chipReason, true),
  gate('chip', 'chip_not_verifiable_here', 'incomplete', ({ chip }) => chip === 'no_anchor', 'chip_unreadable', true),
  gate(
    'chip',
    'chip_issuer_missing',
    'incomplete',
    ({ chip, policy }) => chip === 'deferred' && !policy.deferChain,
    'chip_unreadable',
    true,
  ),
  gate(
    'chip',
    'chip_required',
    'releasable',
    (found) => expectsChip(found) && found.chip === null,
    (found) => (found.chipUnavailable === 'reader_defective' ? 'reader_unavailable' : 'chip_unreadable'),
    true,
  ),
  gate('comparison', 'document_type_mismatch', 'refuses', (found) => differs(found, true), 'declared_differs'),
  gate('comparison', 'match_failed', 'refuses', (found) => differs(found, false), 'declared_differs'),
  gate('comparison', 'print_not_compared', 'incomplete', (found) => printOpen(found, null), null),
  gate(
    'comparison',
    'print_unreadable',
    'incomplete',
    (found) => printOpen(found, 'cannot_tell'),
    'print_unreadable',
    true,
  ),
  gate(
    'comparison',
    'session_incomplete',
    'incomplete',
    // Without a document or a declaration there is no field to compare.
    ({ mrzBroken, fields, comparisonConfirmed }) => mrzBroken || fields.length === 0 || !comparisonConfirmed,
    null,
  ),
  gate(
    'inspection',
    'inspection_incomplete',
    'incomplete',
    (found) => inspectionIs(found, 'incomplete') || leavesRuleOpen(found),
    null,
  ),
  gate(
    'inspection',
    'print_dates_unreadable',
    'incomplete',
    (found) => ruleFails(found, 'document_valid', 'cannot_tell') || ruleFails(found, 'permit_length', 'cannot_tell'),
    'print_unreadable',
    true,
  ),
  gate(
    'inspection',
    'inspection_failed',
    'releasable',
    (found) => inspectionIs(found, 'failed'),
    (found) => (lacksFeature(found) ? 'document_suspected_forged' : 'print_unreadable'),
    true,
    isInspected,
  ),
  gate('person', 'person_different', 'refuses', ({ judgement }) => judgement === 'different', 'person_not_holder'),
  gate(
    'person',
    'person_contradiction',
    'incomplete',
    ({ judgement, differing }) => judgement === 'same' && differing.length > 0,
    'person_undetermined',
    true,
  ),
  gate(
    'person',
    'person_unconfirmed',
    'releasable',
    ({ judgement }) => judgement === null || judgement === 'undetermined',
    'person_undetermined',
    true,
    ({ judgement }) => judgement !== null,
  ),
]

/** Reasons a manager may give, gate by gate. */
export const overrideReasons: Record<OverridableGate, OverrideReason[]> = {
  chip_required: ['chip_defective', 'reader_defective', 'other'],
  inspection_failed: ['inspection_wear', 'other'],
  person_unconfirmed: ['portrait_unlike_illness', 'portrait_unlike_age', 'other'],
}

/** Gates that block, journey's order. What was not begun because the case is already lost is not listed. */
export function blockingGates(found: Findings): Gate[] {
  const blocking = gates.filter((known) => known.blocks(found))
  const lost = blocking.some((known) => known.kind === 'refuses' || known.kind === 'closes')
  const begun = found.inspection.length > 0
  const isLeft = ({ step, code }: Gate): boolean =>
    code === 'print_not_compared' || (!begun && (step === 'inspection' || step === 'person'))
  return blocking.filter((known) => !lost || !isLeft(known))
}

const isReleased = (found: Findings, known: Gate): boolean =>
  known.kind === 'releasable' &&
  known.isLookedAt(found) &&
  found.policy.overrideAllowed &&
  found.overrides.some(
    (given) =>
      given.gate === known.code &&
      ![...found.involvedOperators, found.operatorId].some((id) => sameOperator(id, given.managerId)) &&
      isOverrideReasoned(given),
  )

/** Letters and digits that an explanation must show: signs that nobody sees, and one letter over and over, explain nothing. */
const fewestLetters = 10
const fewestKinds = 4

/** Whether an override gives a reason that fits its gate, and words for it. */
export function isOverrideReasoned({ gate: code, reason, text }: Pick<Override, 'gate' | 'reason' | 'text'>): boolean {
  const letters = visibleLetters(text)
  const isSaid = letters.length >= fewestLetters && new Set(letters).size >= fewestKinds
  return overrideReasons[code].includes(reason) && isSaid
}

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
