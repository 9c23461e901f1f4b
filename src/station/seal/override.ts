import { Failure } from '../../contract/failure.ts'
import type { Override } from '../../contract/decision.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Operator } from '../../contract/operator.ts'
import { isOverrideReasoned } from '../../enrolment/release.ts'
import { OverrideClaim } from '../../contract/override-claim.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import { verifyCompactJws } from '../../jose/verify-jws.ts'
import type { CodeOrigin } from '../people/operator-table.ts'
import type { OperatorSession } from '../people/port.ts'
import type { PacketFacts, Sealing } from './port.ts'

const type = 'guichet-override+jwt'

/**
 * A manager's release of one gate in one case. Codes: override_not_manager, override_own_case, pin_not_own, override_reason_missing.
 */
export function signOverride(
  manager: OperatorSession,
  claim: Parameters<Sealing['signOverride']>[1],
  givenAt: Date,
): Override {
  const { operator, code, signer } = manager
  if (operator.role !== 'manager') throw new Failure('override_not_manager')
  if (isOwnHand(operator.operatorId, code, claim.enrollerId)) throw new Failure('override_own_case')
  if (!code.isOwn) throw new Failure('pin_not_own')
  const text = claim.text.trim()
  const { gate: released, reason: given } = claim
  if (!isOverrideReasoned({ gate: released, reason: given, text })) throw new Failure('override_reason_missing')
  const signed: OverrideClaim = {
    session_id: claim.sessionId,
    application_id: claim.applicationId,
    enroller_id: claim.enrollerId,
    manager_id: operator.operatorId,
    gate: claim.gate,
    reason: claim.reason,
    text,
    given_at: givenAt.toISOString(),
  }
  const signature = signCompactJws(signer, { typ: type }, signed)
  const { gate, reason, given_at } = signed
  return { gate, managerId: operator.operatorId, reason, text, givenAt: given_at, signature }
}

/** Whoever set a manager's first code may be that manager: they release nothing that they enrol. */
const isOwnHand = (managerId: string, code: CodeOrigin, enrollerId: string): boolean =>
  [managerId, code.setBy].includes(enrollerId)

/**
 * Checks a release again at the seal: signed by that manager for this case, and not by the enroller. Codes:
 * override_not_manager, override_own_case, pin_not_own, override_required (the signature is not over this case).
 */
export function checkOverride(
  override: Override,
  facts: PacketFacts,
  enrollerId: string,
  manager: { operator: Operator; code: CodeOrigin; key: PublicJwk } | null,
): void {
  const inForce = manager !== null && manager.operator.role === 'manager' && manager.operator.revokedAt === null
  if (!inForce) throw new Failure('override_not_manager')
  if (isOwnHand(override.managerId, manager.code, enrollerId)) throw new Failure('override_own_case')
  if (!manager.code.isOwn) throw new Failure('pin_not_own')
  const claim = readClaim(override.signature, manager.key)
  const isThisCase =
    claim !== null &&
    claim.session_id === facts.session_id &&
    claim.application_id === facts.application_id &&
    claim.enroller_id === enrollerId &&
    claim.manager_id === override.managerId &&
    claim.gate === override.gate &&
    claim.reason === override.reason &&
    claim.text === override.text
  if (!isThisCase) throw new Failure('override_required', 'signature')
}

function readClaim(jws: string, key: PublicJwk): OverrideClaim | null {
  return OverrideClaim.safeParse(verifyCompactJws(jws, [key], type)).data ?? null
}
