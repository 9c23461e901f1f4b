import { Failure } from '../../contract/failure.ts'
import { makePrivateKey, publicJwkOf } from '../../jose/private-key.ts'
import type { ScryptCost } from '../keys/secret-box.ts'
import { knownOperatorId } from './canonical-id.ts'
import type { OperatorParts } from './operator-parts.ts'
import { codeSetBy, type OperatorTable } from './operator-table.ts'
import type { createPinCheck } from './pin-check.ts'
import type { Operators } from './port.ts'
import { inForce, refuseOutsideTraining, refuseWeakPin } from './refusals.ts'
import { wrapOperatorKey } from './unlock.ts'

/** A new PIN: set by a manager with a new key, or by the person, who keeps the key where the PIN was already theirs alone. */
export function pins(
  parts: OperatorParts,
  table: OperatorTable,
  cost: ScryptCost,
  pinCheck: ReturnType<typeof createPinCheck>,
): Pick<Operators, 'resetPin' | 'changePin'> {
  const { store, audit } = parts
  const resetPin: Operators['resetPin'] = async (by, typed, pin) => {
    refuseOutsideTraining(parts)
    const operatorId = knownOperatorId(typed)
    inForce(table, operatorId)
    refuseWeakPin(pin, operatorId)
    const key = makePrivateKey()
    const code = codeSetBy(by, operatorId)
    const wrappedKey = await wrapOperatorKey(key, { operatorId, pin, code }, cost)
    store.transaction(() => {
      inForce(table, operatorId)
      table.replaceKey(operatorId, publicJwkOf(key, 'sig'), wrappedKey, code)
      pinCheck.forgetFailures(operatorId)
      audit.append({ action: 'operator.pin_reset', actor: by, subject: operatorId, facts: {} })
    })
  }
  const changePin: Operators['changePin'] = async (operatorId, oldPin, newPin) => {
    const known = await pinCheck.openKey(operatorId, oldPin)
    refuseWeakPin(newPin, operatorId)
    const { code: before, wrappedKey: opened } = inForce(table, operatorId)
    if (!before.isOwn && oldPin === newPin) throw new Failure('pin_not_own', 'the same code again')
    const key = before.isOwn ? known : makePrivateKey()
    const code = { ...before, isOwn: true }
    const wrappedKey = await wrapOperatorKey(key, { operatorId, pin: newPin, code }, cost)
    store.transaction(() => {
      // Another PIN was set meanwhile: the key that was opened belongs to the one before.
      if (inForce(table, operatorId).wrappedKey !== opened) throw new Failure('pin_wrong')
      if (before.isOwn) table.rewrapKey(operatorId, wrappedKey)
      else table.replaceKey(operatorId, publicJwkOf(key, 'sig'), wrappedKey, code)
      audit.append({ action: 'operator.pin_changed', actor: operatorId, subject: operatorId, facts: {} })
    })
  }
  return { resetPin, changePin }
}
