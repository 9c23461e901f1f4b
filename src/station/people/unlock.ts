import type { KeyObject } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { Operator } from '../../contract/operator.ts'
import { makePrivateKey, readPrivateKey, writePrivateKey } from '../../jose/private-key.ts'
import { signerOf } from '../../jose/signer.ts'
import { openUnderSecret, sealUnderSecret } from '../keys/secret-box.ts'
import type { ScryptCost } from '../keys/secret-box.ts'
import type { OperatorSession } from './port.ts'
import type { Signer } from '../../jose/signer.ts'
import type { StoredOperator } from './operator-table.ts'

const contextOf = (operatorId: string) => `guichet operator ${operatorId}`

/** A key under its operator's PIN; the identifier is bound in, so that rows cannot be swapped. */
export const wrapOperatorKey = (key: KeyObject, operatorId: string, pin: string, cost: ScryptCost): Promise<string> =>
  sealUnderSecret(pin, writePrivateKey(key), contextOf(operatorId), cost)

/** Opens operators' keys by PIN; for an unknown or revoked operator it works as long and finds nothing. */
export function createUnlock(
  cost: ScryptCost,
): (stored: StoredOperator | null, pin: string) => Promise<KeyObject | null> {
  const decoy = wrapOperatorKey(makePrivateKey(), 'nobody', 'no such pin', cost)
  return async (stored, pin) => {
    const operatorId = stored?.operator.operatorId ?? 'nobody'
    const plain = await openUnderSecret(pin, stored?.wrappedKey ?? (await decoy), contextOf(operatorId))
    if (plain === null || stored === null || stored.wrappedKey === null) return null
    const key = readPrivateKey(plain)
    plain.fill(0)
    return key
  }
}

/** The operator with the key in memory, until closed. */
export function openSession(operator: Operator, privateKey: KeyObject): OperatorSession {
  let key: Signer | null = signerOf(privateKey)
  const { kid, publicJwk } = key
  const sign = (data: Uint8Array) => {
    if (key === null) throw new Failure('operator_not_logged_in')
    return key.sign(data)
  }
  return { operator, signer: { kid, publicJwk, sign }, close: () => void (key = null) }
}
