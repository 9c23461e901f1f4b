import { Failure } from '../../contract/failure.ts'
import { IsoDate } from '../../contract/identity.ts'
import type { Operator } from '../../contract/operator.ts'
import type { OperatorParts } from './operator-parts.ts'
import type { OperatorTable, StoredOperator } from './operator-table.ts'
import { isWeakPin } from './pin-strength.ts'

/** People are central's word: only in training a station makes its own. Code: operator_by_central. */
export function refuseOutsideTraining({ store }: OperatorParts): void {
  if (store.environment !== 'training') throw new Failure('operator_by_central')
}

/** The person, who may still act. Codes: operator_invalid, operator_revoked. */
export function inForce(table: OperatorTable, operatorId: string): StoredOperator {
  const stored = table.find(operatorId)
  if (stored === null) throw new Failure('operator_invalid', 'unknown')
  if (stored.operator.revokedAt !== null) throw new Failure('operator_revoked')
  return stored
}

/** Code: operator_last_manager. */
export function keepOneManager(table: OperatorTable, operatorId: string): void {
  if (table.otherManagers(operatorId) === 0) throw new Failure('operator_last_manager')
}

/** A manager may record their own training only where there is no other manager. */
export function refuseOwnTraining(table: OperatorTable, by: string, operator: Operator, trainedOn: string): void {
  const isOwn = by === operator.operatorId && trainedOn !== operator.trainedOn
  if (isOwn && table.otherManagers(by) > 0) throw new Failure('operator_role_insufficient', 'own training')
}

/** Code: operator_invalid. */
export function refuseTraining(trainedOn: string, today: string): void {
  if (!IsoDate.safeParse(trainedOn).success || trainedOn > today) throw new Failure('operator_invalid', 'training date')
}

/** Code: pin_too_weak. */
export function refuseWeakPin(pin: string, operatorId: string): void {
  if (isWeakPin(pin, operatorId)) throw new Failure('pin_too_weak')
}
