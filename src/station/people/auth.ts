import { Failure } from '../../contract/failure.ts'
import type { Operator } from '../../contract/operator.ts'
import { nothingHandedOver, type Handover } from '../process/handover.ts'
import type { Access } from '../wire/dispatch.ts'
import type { Operators, OperatorSession } from './port.ts'

/** Who stands at the counter now, and whether the screen is locked. */
export interface Auth {
  readonly operator: Operator | null
  readonly locked: boolean
  login(operatorId: string, pin: string): Promise<Operator>
  logout(): void
  lock(): void
  unlock(pin: string): Promise<Operator>
  /** The operator who is logged in. Codes: operator_not_logged_in. */
  require(): Operator
  /** The PIN asked again; the answer signs and must be closed. Codes: the operators', pin_not_own. */
  confirm(pin: string): Promise<OperatorSession>
  /** The dispatch's gate. Codes: operator_not_logged_in, session_locked, pin_not_own, operator_role_insufficient. */
  authorise(access: Access): void
  /** Takes over a changed record of the same operator (role, training date, language); who is out of force is sent home. */
  refresh(): void
}

/**
 * `leave` ends the session at the screen, and runs in the same turn in which somebody else is admitted: a PIN takes a second, and what was
 * opened meanwhile is never the newcomer's. `before` is who stood there when the process before this one ended.
 */
export function createAuth(
  operators: Operators,
  onChange: () => void,
  leave: () => void = () => {},
  before: Pick<Handover, 'operatorId' | 'locked'> = nothingHandedOver,
): Auth {
  const known = before.operatorId === null ? null : operators.find(before.operatorId)
  let operator: Operator | null = known?.revokedAt === null ? known : null
  let locked = operator !== null && before.locked
  const set = (next: Operator | null, nextLocked: boolean) => {
    operator = next
    locked = nextLocked
    onChange()
  }
  const require = (): Operator => {
    if (operator === null) throw new Failure('operator_not_logged_in')
    return operator
  }
  /** The signing key is not kept: every signature asks for the PIN again, so the screen alone can sign nothing. */
  const admit = (session: OperatorSession): Operator => {
    session.close()
    set(session.operator, false)
    return session.operator
  }
  return {
    get operator() {
      return operator
    },
    get locked() {
      return locked
    },
    require,
    login: async (operatorId, pin) => {
      const session = await operators.login(operatorId, pin)
      // Whoever comes next finds their own drafts, never an open session; who comes again finds theirs as a draft too.
      leave()
      return admit(session)
    },
    logout: () => set(null, false),
    lock: () => set(operator, operator !== null),
    unlock: async (pin) => {
      const { operatorId } = require()
      const session = await operators.confirm(operatorId, pin)
      if (operator?.operatorId === operatorId) return admit(session)
      session.close()
      throw new Failure('operator_not_logged_in', 'somebody else came meanwhile')
    },
    confirm: async (pin) => {
      const session = await operators.confirm(require().operatorId, pin)
      if (session.code.isOwn) return session
      session.close()
      throw new Failure('pin_not_own')
    },
    authorise(access) {
      if (access === 'anyone') return
      const { role, operatorId } = require()
      if (locked) throw new Failure('session_locked')
      if (access === 'newcomer') return
      // A code that somebody else set is theirs too: nothing is done in a person's name before it is replaced.
      if (!operators.hasOwnCode(operatorId)) throw new Failure('pin_not_own')
      if (access === 'manager' && role !== 'manager') throw new Failure('operator_role_insufficient')
    },
    refresh() {
      if (operator === null) return
      const known = operators.find(operator.operatorId)
      if (known?.revokedAt === null) set(known, locked)
      else set(null, false)
    },
  }
}
