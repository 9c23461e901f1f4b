import type { OverridableGate, Override, OverrideReason } from '../contract/decision.ts'
import { sameOperator } from './findings.ts'
import type { Findings } from './findings.ts'
import type { Gate } from './gate.ts'
import { isWrittenText } from './written-text.ts'

/** Reasons a manager may give, gate by gate. */
export const overrideReasons: Record<OverridableGate, OverrideReason[]> = {
  chip_required: ['chip_defective', 'reader_defective', 'other'],
  inspection_failed: ['inspection_wear', 'other'],
  person_unconfirmed: ['portrait_unlike_illness', 'portrait_unlike_age', 'other'],
}

/** Whether a manager who is nobody of this case released a gate for a reason, and there was something to look at. */
export const isReleased = (found: Findings, known: Gate): boolean =>
  known.kind === 'releasable' &&
  known.isLookedAt(found) &&
  found.policy.overrideAllowed &&
  found.overrides.some(
    (given) =>
      given.gate === known.code &&
      ![...found.involvedOperators, found.operatorId].some((id) => sameOperator(id, given.managerId)) &&
      isOverrideReasoned(given),
  )

/** Whether an override gives a reason that fits its gate, and words for it. */
export const isOverrideReasoned = ({ gate: code, reason, text }: Pick<Override, 'gate' | 'reason' | 'text'>): boolean =>
  overrideReasons[code].includes(reason) && isWrittenText(text)
