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
import type { OperatorTable, StoredOperator } from './operator-table.ts'
import { openSession } from './unlock.ts'
import type { createUnlock } from './unlock.ts'

/** Checks every PIN: of login, unlock, decision and override. */
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
  /**
   * Whether another code was set, or enrolment asked for anew, while this one was tried. A right that has ended meanwhile,
   * and a kiosk that was wiped (every wrapped key gone, the people unchanged), are told as that by whoever asked.
   */
  const isReplaced = (tried: StoredOperator | null): boolean => {
    const now = tried === null ? null : table.find(tried.operator.operatorId)
    if (now === null || now.operator.revokedAt !== null) return false
    const isWiped = now.wrappedKey === null && now.key !== null
    return !isWiped && now.wrappedKey !== tried?.wrappedKey
  }
  const openKey = async (operatorId: string, pin: string, wrongCode: FailureCode): Promise<KeyObject> => {
    const afterwards = lockout.enter(operatorId)
    const stored = table.find(operatorId)
    const key = await unlock(stored, pin)
    if (stored !== null && stored.operator.revokedAt !== null) throw new Failure('operator_revoked')
    if (key === null || isReplaced(stored)) {
      recordFailure(stored?.operator ?? null, wrongCode)
      throw new Failure(wrongCode, null, afterwards)
    }
    lockout.clear(operatorId)
    return key
  }
  const whyNot = ({ operator, code }: StoredOperator, role: 'manager' | null): FailureCode | null => {
    if (operator.revokedAt !== null) return 'operator_revoked'
    if (role !== null && operator.role !== role) return 'override_not_manager'
    if (role !== null && !code.isOwn) return 'pin_not_own'
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
    const stored = table.find(operatorId)!
    const code = whyNot(stored, role)
    if (code === null) return openSession(stored, key)
    recordFailure(stored.operator, code)
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
