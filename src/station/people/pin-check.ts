import type { KeyObject } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { Operator } from '../../contract/operator.ts'
import type { Operators, OperatorSession } from './port.ts'
import type { Audit } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { Store } from '../store/open-store.ts'
import { knownOperatorId } from './canonical-id.ts'
import { createLockout } from './lockout.ts'
import type { OperatorTable } from './operator-table.ts'
import { openSession } from './unlock.ts'
import type { createUnlock } from './unlock.ts'

/** Where PINs are checked: one way in for login, unlock, decision and override. */
export function createPinCheck(parts: {
  store: Store
  audit: Audit
  clock: Clock
  table: OperatorTable
  unlock: ReturnType<typeof createUnlock>
  daysLeft: (operator: Operator) => number
}) {
  const { store, audit, clock, table, unlock, daysLeft } = parts
  const lockout = createLockout(store, clock)

  const recordFailure = (operator: Operator | null, code: FailureCode) => {
    const actor = operator?.operatorId ?? 'unknown'
    audit.append({ action: 'operator.login_failed', actor, subject: null, facts: { code } })
  }
  const openKey = async (operatorId: string, pin: string, wrongCode: FailureCode): Promise<KeyObject> => {
    lockout.enter(operatorId)
    const stored = table.find(operatorId)
    const key = await unlock(stored, pin)
    if (stored !== null && stored.operator.revokedAt !== null) throw new Failure('operator_revoked')
    if (key === null) {
      recordFailure(stored?.operator ?? null, wrongCode)
      throw new Failure(wrongCode)
    }
    lockout.clear(operatorId)
    return key
  }
  const whyNot = (operator: Operator, role: 'manager' | null): FailureCode | null => {
    if (operator.revokedAt !== null) return 'operator_revoked'
    if (role !== null && operator.role !== role) return 'override_not_manager'
    const mayRenew = role === null && isOnlyManager(operator)
    return daysLeft(operator) <= 0 && !mayRenew ? 'operator_training_expired' : null
  }
  /** With no other trained manager there would be nobody to let anyone in again; deciding is refused all the same. */
  const isOnlyManager = (operator: Operator) =>
    operator.role === 'manager' &&
    !table.list().some(({ operator: other }) => {
      const isOther = other.operatorId !== operator.operatorId && other.role === 'manager' && other.revokedAt === null
      return isOther && daysLeft(other) > 0
    })
  const admit = (operatorId: string, key: KeyObject, role: 'manager' | null): OperatorSession => {
    // Read again: a revocation may have arrived while the key was being derived.
    const operator = table.find(operatorId)!.operator
    const code = whyNot(operator, role)
    if (code === null) return openSession(operator, key)
    recordFailure(operator, code)
    throw new Failure(code)
  }
  const login: Operators['login'] = async (typed, pin) => {
    if (table.count() === 0) throw new Failure('setup_required')
    const operatorId = knownOperatorId(typed)
    const key = await openKey(operatorId, pin, 'operator_unknown_or_wrong_pin')
    const session = admit(operatorId, key, null)
    audit.append({ action: 'operator.logged_in', actor: operatorId, subject: null, facts: {} })
    return session
  }
  const confirm: Operators['confirm'] = async (typed, pin, role) => {
    const operatorId = knownOperatorId(typed)
    // Who is called to the counter typed an identifier too, and either may be the wrong one.
    const key = await openKey(operatorId, pin, role === undefined ? 'pin_wrong' : 'operator_unknown_or_wrong_pin')
    return admit(operatorId, key, role ?? null)
  }
  return {
    login,
    confirm,
    openKey: (operatorId: string, pin: string) => openKey(operatorId, pin, 'pin_wrong'),
    forgetFailures: (operatorId: string) => lockout.clear(operatorId),
    expireFailures: lockout.expire,
    failuresDueInMs: lockout.dueInMs,
  }
}
