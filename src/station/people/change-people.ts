import { knownOperatorId } from './canonical-id.ts'
import { foldName } from './fold-name.ts'
import type { OperatorParts } from './operator-parts.ts'
import type { OperatorTable } from './operator-table.ts'
import type { Operators } from './port.ts'
import { inForce, keepOneManager, refuseOutsideTraining, refuseOwnTraining, refuseTraining } from './refusals.ts'

type Changes = Pick<Operators, 'update' | 'revoke' | 'setLanguage' | 'noteExercise'>
/** What is changed of a person: name, role, training, language; and their end. */
export function changes(parts: OperatorParts, table: OperatorTable, today: () => string): Changes {
  const { store, audit, clock } = parts
  const update: Operators['update'] = (by, input) =>
    store.transaction(() => {
      refuseOutsideTraining(parts)
      const { operator } = inForce(table, knownOperatorId(input.operatorId))
      refuseTraining(input.trainedOn, today())
      if (operator.role === 'manager' && input.role !== 'manager') keepOneManager(table, operator.operatorId)
      refuseOwnTraining(table, by, operator, input.trainedOn)
      const fields = { ...input, operatorId: operator.operatorId, displayName: foldName(input.displayName) }
      table.update(fields)
      const facts = { role: input.role, trainedOn: input.trainedOn, roleBefore: operator.role }
      audit.append({ action: 'operator.updated', actor: by, subject: operator.operatorId, facts })
      return { ...operator, ...fields }
    })
  const revoke: Operators['revoke'] = (by, typed) =>
    store.transaction(() => {
      const { operator } = inForce(table, knownOperatorId(typed))
      if (operator.role === 'manager') keepOneManager(table, operator.operatorId)
      table.revoke(operator.operatorId, clock.now().toISOString())
      audit.append({ action: 'operator.revoked', actor: by, subject: operator.operatorId, facts: {} })
    })
  const setLanguage: Operators['setLanguage'] = (operatorId, language) => {
    const { operator } = inForce(table, operatorId)
    table.setLanguage(operatorId, language)
    return { ...operator, language }
  }
  const noteExercise: Operators['noteExercise'] = (operatorId, { passed, ...facts }) =>
    store.transaction(() => {
      refuseOutsideTraining(parts)
      const { displayName, role, trainedOn: before } = inForce(table, operatorId).operator
      const trainedOn = passed ? today() : before
      if (passed) table.update({ operatorId, displayName, role, trainedOn })
      const action = passed ? 'operator.exercise_passed' : 'operator.exercise_failed'
      audit.append({ action, actor: operatorId, subject: operatorId, facts: { ...facts, trainedOn } })
    })
  return { update, revoke, setLanguage, noteExercise }
}

/** Central's word is final, even against the last manager. */
export function revokeAll(
  { store, audit, clock }: OperatorParts,
  table: OperatorTable,
  operatorIds: string[],
): string[] {
  return store.transaction(() => {
    const revoked = operatorIds.filter((operatorId) => table.find(operatorId)?.operator.revokedAt === null)
    for (const operatorId of revoked) {
      table.revoke(operatorId, clock.now().toISOString())
      audit.append({ action: 'operator.revoked', actor: 'central', subject: operatorId, facts: {} })
    }
    return revoked
  })
}
