import type { OutcomeReason } from '../contract/decision.ts'
import type { FailureCode } from '../contract/failure.ts'
import type { Step } from '../contract/session.ts'
import type { Findings } from './findings.ts'

/**
 * `closes`: the operator may only cancel. `refuses`: no approval, whatever the operator's role. `incomplete`: something is still to do.
 * `releasable`: a manager may release it (standards 17).
 */
export type GateKind = 'closes' | 'refuses' | 'incomplete' | 'releasable'

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
/** One row of the table (gates.ts). */
export const gate = (
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
