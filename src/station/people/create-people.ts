import { Failure } from '../../contract/failure.ts'
import type { Operator } from '../../contract/operator.ts'
import { makePrivateKey, publicJwkOf } from '../../jose/private-key.ts'
import type { ScryptCost } from '../keys/secret-box.ts'
import { newOperatorId } from './canonical-id.ts'
import { foldName } from './fold-name.ts'
import type { OperatorParts } from './operator-parts.ts'
import { codeSetBy, type OperatorTable } from './operator-table.ts'
import type { Operators } from './port.ts'
import { refuseOutsideTraining, refuseTraining, refuseWeakPin } from './refusals.ts'
import { wrapOperatorKey } from './unlock.ts'

type Creation = Pick<Operators, 'createFirstManager' | 'create'>
/** New people, which only training makes for itself; the first is its manager. */
export function creation(parts: OperatorParts, table: OperatorTable, cost: ScryptCost, today: () => string): Creation {
  const { store, audit, clock } = parts
  const add = async (by: string, input: Parameters<Creation['create']>[1], refuse: () => void): Promise<Operator> => {
    const operatorId = newOperatorId(input.operatorId)
    refuseTraining(input.trainedOn, today())
    refuseWeakPin(input.pin, operatorId)
    const key = makePrivateKey()
    const code = codeSetBy(by, operatorId)
    const wrappedKey = await wrapOperatorKey(key, { operatorId, pin: input.pin, code }, cost)
    const { displayName, role, trainedOn, language } = input
    const name = foldName(displayName)
    const createdAt = clock.now().toISOString()
    const operator = { operatorId, displayName: name, role, trainedOn, language, revokedAt: null, createdAt }
    return store.transaction(() => {
      refuse()
      if (table.find(operatorId) !== null) throw new Failure('operator_exists')
      table.insert(operator, publicJwkOf(key, 'sig'), wrappedKey, code)
      audit.append({ action: 'operator.created', actor: by, subject: operatorId, facts: { role, trainedOn } })
      return operator
    })
  }
  const createFirstManager: Creation['createFirstManager'] = async (input) => {
    refuseOutsideTraining(parts)
    const refuse = () => {
      if (table.count() > 0) throw new Failure('setup_already_done')
    }
    refuse()
    const by = newOperatorId(input.operatorId)
    return add(by, { ...input, role: 'manager', trainedOn: today() }, refuse)
  }
  const create: Creation['create'] = async (by, input) => {
    refuseOutsideTraining(parts)
    return add(by, input, () => undefined)
  }
  return { create, createFirstManager }
}
