import type { KeyObject } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import { makePrivateKey, readPrivateKey, writePrivateKey } from '../../jose/private-key.ts'
import { signerOf } from '../../jose/signer.ts'
import { openUnderSecret, sealUnderSecret } from '../keys/secret-box.ts'
import type { ScryptCost } from '../keys/secret-box.ts'
import type { OperatorSession } from './port.ts'
import type { Signer } from '../../jose/signer.ts'
import { ownCode } from './operator-table.ts'
import type { CodeOrigin, StoredOperator } from './operator-table.ts'

/** A key is bound to who set its PIN: with an edited row the key does not open. */
function contextOf(operatorId: string, { setBy, isOwn }: CodeOrigin): string {
  const owner = `guichet operator ${operatorId}`
  if (setBy === null) return owner
  return `${owner} code ${isOwn ? 'first ' : ''}set by ${setBy}`
}

/** What a key is wrapped under: its owner, the owner's PIN, and who set that PIN. */
export interface Wrapping {
  operatorId: string
  pin: string
  code: CodeOrigin
}

/** A key under its operator's PIN; identifier and the code's origin are bound in, so that rows can be neither swapped nor edited. */
export const wrapOperatorKey = (
  key: KeyObject,
  { operatorId, pin, code }: Wrapping,
  cost: ScryptCost,
): Promise<string> => sealUnderSecret(pin, writePrivateKey(key), contextOf(operatorId, code), cost)

/** Opens operators' keys by PIN; for an unknown or revoked operator it works as long and finds nothing. */
export function createUnlock(
  cost: ScryptCost,
): (stored: StoredOperator | null, pin: string) => Promise<KeyObject | null> {
  const decoy = wrapOperatorKey(makePrivateKey(), { operatorId: 'nobody', pin: 'no such pin', code: ownCode }, cost)
  return async (stored, pin) => {
    const operatorId = stored?.operator.operatorId ?? 'nobody'
    const context = contextOf(operatorId, stored?.code ?? ownCode)
    const plain = await openUnderSecret(pin, stored?.wrappedKey ?? (await decoy), context)
    if (plain === null || stored === null || stored.wrappedKey === null) return null
    const key = readPrivateKey(plain)
    plain.fill(0)
    return key
  }
}

/** The operator with the key in memory, until closed. */
export function openSession({ operator, code }: StoredOperator, privateKey: KeyObject): OperatorSession {
  let key: Signer | null = signerOf(privateKey)
  const { kid, publicJwk } = key
  const sign = (data: Uint8Array) => {
    if (key === null) throw new Failure('operator_not_logged_in')
    return key.sign(data)
  }
  return { operator, code, signer: { kid, publicJwk, sign }, close: () => void (key = null) }
}
