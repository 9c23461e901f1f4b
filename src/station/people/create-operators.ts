import type { Operator } from '../../contract/operator.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { defaultCost } from '../keys/secret-box.ts'
import { applyRoster } from './apply-roster.ts'
import { changes, revokeAll } from './change-people.ts'
import { creation } from './create-people.ts'
import { enrolment } from './enrol.ts'
import type { OperatorParts } from './operator-parts.ts'
import { operatorTable } from './operator-table.ts'
import { createPinCheck } from './pin-check.ts'
import { pins } from './pins.ts'
import type { Operators } from './port.ts'
import { trainingDaysLeft } from './training.ts'
import { createUnlock } from './unlock.ts'

/** The people of this station: who they are, how they prove it, what they may sign with. */
export function createOperators(parts: OperatorParts): Operators {
  const cost = parts.scryptCost ?? defaultCost
  const table = operatorTable(parts.store)
  const training = parts.store.environment === 'training'
  const unlock = createUnlock(cost)
  const today = () => localDay(parts.clock.now(), parts.timeZone)
  const daysLeft = (operator: Operator) =>
    trainingDaysLeft(operator.trainedOn, today(), parts.policy().trainingValidMonths)
  const pinCheck = createPinCheck({ ...parts, table, unlock, daysLeft })
  const hasOwnCode = (operatorId: string) => table.find(operatorId)?.code.isOwn === true
  return {
    isSetUp: () => table.enrolled() > 0,
    ...enrolment(parts, table, cost),
    ...creation(parts, table, cost, today),
    ...changes(parts, table, today),
    ...pins(parts, table, cost, pinCheck),
    login: pinCheck.login,
    confirm: pinCheck.confirm,
    expireFailures: pinCheck.expireFailures,
    failuresDueInMs: pinCheck.failuresDueInMs,
    list: () => table.list().map((stored) => stored.operator),
    find: (operatorId) => table.find(operatorId)?.operator ?? null,
    view: (operator) => ({
      operatorId: operator.operatorId,
      displayName: operator.displayName,
      role: operator.role,
      trainedOn: operator.trainedOn,
      language: operator.language,
      trainingDaysLeft: daysLeft(operator),
      mustReplacePin: !hasOwnCode(operator.operatorId),
    }),
    hasOwnCode,
    unpushed: () => table.unpushed().filter(({ operator }) => training || operator.revokedAt !== null),
    markPushed: table.markPushed,
    applyRevocations: (operatorIds) => revokeAll(parts, table, operatorIds),
    // In training people make themselves known, and stay.
    applyRoster: (people) =>
      training ? [] : applyRoster({ ...parts, table, trainingValidMonths: parts.policy().trainingValidMonths }, people),
  }
}
