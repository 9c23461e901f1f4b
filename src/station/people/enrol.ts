import type { KeyObject } from 'node:crypto'
import { makePrivateKey, publicJwkOf } from '../../jose/private-key.ts'
import { signerOf } from '../../jose/signer.ts'
import type { ScryptCost } from '../keys/secret-box.ts'
import { newOperatorId } from './canonical-id.ts'
import type { OperatorParts } from './operator-parts.ts'
import { ownCode, type OperatorTable } from './operator-table.ts'
import type { Operators } from './port.ts'
import { refuseWeakPin } from './refusals.ts'
import { wrapOperatorKey } from './unlock.ts'

/** A person's first key at this station, or a new one: made here, taken by central, kept under the PIN. */
export function enrolment(
  { store, audit }: OperatorParts,
  table: OperatorTable,
  cost: ScryptCost,
): Pick<Operators, 'enrol'> {
  /** Sent again after a lost answer it must be the same key: the code is used up by the first. */
  let last: { code: string; operatorId: string; key: KeyObject } | null = null
  const keyFor = (operatorId: string, code: string): KeyObject => {
    const isSame = last?.operatorId === operatorId && last.code === code
    last = isSame ? last : { operatorId, code, key: makePrivateKey() }
    return last!.key
  }
  return {
    enrol: async ({ operatorId: typed, code, pin, language }, { send, accept }) => {
      const operatorId = newOperatorId(typed)
      refuseWeakPin(pin, operatorId)
      const key = keyFor(operatorId, code)
      const wrappedKey = await wrapOperatorKey(key, { operatorId, pin, code: ownCode }, cost)
      const roster = await send(operatorId, code, signerOf(key))
      return store.transaction(() => {
        accept(roster)
        table.enrol(operatorId, publicJwkOf(key, 'sig'), wrappedKey, language)
        audit.append({ action: 'operator.enrolled', actor: operatorId, subject: operatorId, facts: {} })
        last = null
        return table.find(operatorId)!.operator
      })
    },
  }
}
