import { Failure } from '../../contract/failure.ts'
import { IsoDate } from '../../contract/identity.ts'
import type { Operator } from '../../contract/operator.ts'
import type { Policy } from '../../contract/policy.ts'
import { localDay } from '../../enrolment/local-day.ts'
import type { KeyObject } from 'node:crypto'
import { makePrivateKey, publicJwkOf } from '../../jose/private-key.ts'
import { signerOf } from '../../jose/signer.ts'
import { defaultCost } from '../keys/secret-box.ts'
import type { ScryptCost } from '../keys/secret-box.ts'
import type { Audit } from '../audit/port.ts'
import type { Clock } from '../clock/port.ts'
import type { Operators } from './port.ts'
import type { Store } from '../store/open-store.ts'
import { applyRoster } from './apply-roster.ts'
import { knownOperatorId, newOperatorId } from './canonical-id.ts'
import { createPinCheck } from './pin-check.ts'
import { operatorTable, ownCode } from './operator-table.ts'
import type { CodeOrigin, OperatorTable, StoredOperator } from './operator-table.ts'
import { isWeakPin } from './pin-strength.ts'
import { trainingDaysLeft } from './training.ts'
import { createUnlock, wrapOperatorKey } from './unlock.ts'

export interface OperatorParts {
  store: Store
  audit: Audit
  clock: Clock
  timeZone: string
  policy: () => Policy
  scryptCost?: ScryptCost
}

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

/** People are central's word: only in training a station makes its own. Code: operator_by_central. */
function refuseOutsideTraining({ store }: OperatorParts): void {
  if (store.environment !== 'training') throw new Failure('operator_by_central')
}

/** A person's first key at this station, or a new one: made here, taken by central, kept under the PIN. */
function enrolment({ store, audit }: OperatorParts, table: OperatorTable, cost: ScryptCost): Pick<Operators, 'enrol'> {
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

type Creation = Pick<Operators, 'createFirstManager' | 'create'>
function creation(parts: OperatorParts, table: OperatorTable, cost: ScryptCost, today: () => string) {
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

function changes(parts: OperatorParts, table: OperatorTable, today: () => string) {
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

function pins(
  parts: OperatorParts,
  table: OperatorTable,
  cost: ScryptCost,
  pinCheck: ReturnType<typeof createPinCheck>,
) {
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

/** Central's word is final, even against the last manager. */
function revokeAll({ store, audit, clock }: OperatorParts, table: OperatorTable, operatorIds: string[]): string[] {
  return store.transaction(() => {
    const revoked = operatorIds.filter((operatorId) => table.find(operatorId)?.operator.revokedAt === null)
    for (const operatorId of revoked) {
      table.revoke(operatorId, clock.now().toISOString())
      audit.append({ action: 'operator.revoked', actor: 'central', subject: operatorId, facts: {} })
    }
    return revoked
  })
}

const codeSetBy = (by: string, operatorId: string): CodeOrigin =>
  by === operatorId ? ownCode : { setBy: by, isOwn: false }

function inForce(table: OperatorTable, operatorId: string): StoredOperator {
  const stored = table.find(operatorId)
  if (stored === null) throw new Failure('operator_invalid', 'unknown')
  if (stored.operator.revokedAt !== null) throw new Failure('operator_revoked')
  return stored
}

function keepOneManager(table: OperatorTable, operatorId: string): void {
  if (table.otherManagers(operatorId) === 0) throw new Failure('operator_last_manager')
}

/** A manager may record their own training only where there is no other manager. */
function refuseOwnTraining(table: OperatorTable, by: string, operator: Operator, trainedOn: string): void {
  const isOwn = by === operator.operatorId && trainedOn !== operator.trainedOn
  if (isOwn && table.otherManagers(by) > 0) throw new Failure('operator_role_insufficient', 'own training')
}

function refuseTraining(trainedOn: string, today: string): void {
  if (!IsoDate.safeParse(trainedOn).success || trainedOn > today) throw new Failure('operator_invalid', 'training date')
}

function refuseWeakPin(pin: string, operatorId: string): void {
  if (isWeakPin(pin, operatorId)) throw new Failure('pin_too_weak')
}

function foldName(displayName: string): string {
  const name = displayName
    .normalize('NFC')
    .replace(/[\p{C}]/gu, '')
    .trim()
  if (name.length === 0) throw new Failure('operator_invalid', 'display name')
  return name
}
