import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addPeople } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'
import { newOperatorId } from './canonical-id.ts'
import { delayAfter } from './lockout.ts'
import { isWeakPin } from './pin-strength.ts'
import { trainingDaysLeft } from './training.ts'

const time = { wall: 0, monotonic: 0 }
const pass = (ms: number) => ((time.wall += ms), (time.monotonic += ms))
const dayMs = 86_400_000
let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeEach(() => {
  place = makeFolder()
  time.wall = Date.parse('2026-03-02T08:00:00Z')
  station = openTestStation({ folder: place.folder, time })
})
afterEach(() => {
  station.store.close()
  place.remove()
})
const codeOf = async (work: () => unknown) => {
  try {
    await work()
    return 'done'
  } catch (error) {
    return (error as { code?: string }).code
  }
}

describe('identifiers are what central gave, letter by letter', () => {
  test.each(['alice', 'a-martin', '007', 'jean-paul-2'])('%j is one', (typed) => {
    expect(newOperatorId(typed)).toBe(typed)
  })
  test.each([
    ...['ALICE', 'Alice', ' alice', 'alice ', 'ａｌｉｃｅ', 'ali\u00A0ce', 'ali\u200Bce', 'аlice', 'éva'],
    ...['al', '', 'station', 'unknown', 'central', 'alice;', 'alice.b', 'alice_b', '-alice', 'x'.repeat(33)],
  ])('%j is refused, not made into one', (typed) => {
    expect(() => newOperatorId(typed)).toThrow('operator_invalid')
  })
  test('another spelling of somebody is nobody, at the login too', async () => {
    await addPeople(station)
    for (const typed of ['CLAIRE', ' claire', 'Ｃlaire', 'сlaire']) {
      expect(await codeOf(() => station.operators.login(typed, testPin))).toBe('operator_invalid')
    }
    expect((await station.operators.login('claire', testPin)).operator.operatorId).toBe('claire')
  })
})

test.each([
  '111111',
  '123456',
  '987654',
  '012345',
  '121212',
  '123123',
  '12341234',
  '789012',
  '12345',
  '1234567890123',
  'abcdef',
])('PIN %s is weak', (pin) => expect(isWeakPin(pin, 'claire')).toBe(true))
test.each(['482913', '903817', '55018264'])('PIN %s is not weak', (pin) => expect(isWeakPin(pin, 'claire')).toBe(false))
test('a PIN with the digits of the identifier is weak', () => expect(isWeakPin('907281', 'a90728')).toBe(true))

test('training lapses after twelve months, month ends included', () => {
  expect(trainingDaysLeft('2025-03-03', '2026-03-02', 12)).toBe(1)
  expect(trainingDaysLeft('2025-03-02', '2026-03-02', 12)).toBe(0)
  expect(trainingDaysLeft('2024-02-29', '2025-02-27', 12)).toBe(1)
  expect(trainingDaysLeft('2025-08-31', '2026-02-28', 6)).toBe(0)
})

test('the first manager is made once, even when asked twice at the same time', async () => {
  expect(await codeOf(() => station.operators.login('chef', testPin))).toBe('setup_required')
  const make = (operatorId: string) =>
    codeOf(() => station.operators.createFirstManager({ operatorId, displayName: 'C', pin: testPin, language: 'fr' }))
  expect((await Promise.all([make('chef'), make('rival')])).sort()).toEqual(['done', 'setup_already_done'])
  expect(station.operators.isSetUp()).toBe(true)
  expect(station.operators.list()).toHaveLength(1)
})

test('wrong PINs and unknown identifiers look alike, and both lock with growing delay that survives a restart', async () => {
  await addPeople(station)
  for (const who of ['claire', 'nobody-here']) {
    const attempt = (pin = '000111') => codeOf(() => station.operators.login(who, pin))
    expect(await attempt()).toBe('operator_unknown_or_wrong_pin')
    expect(await attempt()).toBe('operator_unknown_or_wrong_pin')
    expect(await attempt()).toBe('operator_unknown_or_wrong_pin')
    expect(await attempt(testPin)).toBe('operator_locked_out')
  }
  station.store.close()
  station = openTestStation({ folder: place.folder, time })
  expect(await codeOf(() => station.operators.login('claire', testPin))).toBe('operator_locked_out')
  await expect(station.operators.login('claire', testPin)).rejects.toMatchObject({ waitSeconds: 30 })
  await expect(station.operators.login('nobody-here', testPin)).rejects.toMatchObject({ waitSeconds: 30 })
  pass(31_000)
  expect(await codeOf(() => station.operators.login('claire', '000111'))).toBe('operator_unknown_or_wrong_pin')
  pass(31_000)
  await expect(station.operators.login('claire', testPin)).rejects.toMatchObject({ waitSeconds: 29 })
  expect(await codeOf(() => station.operators.login('claire', testPin))).toBe('operator_locked_out')
  pass(30_000)
  expect(await codeOf(() => station.operators.login('claire', testPin))).toBe('done')
  expect([1, 2, 3, 4, 5, 40].map(delayAfter)).toEqual([0, 0, 30_000, 60_000, 120_000, 3_600_000])
})

test('failures that nobody repeated for a day are wiped, not one that is younger, nor a lock that still holds', async () => {
  await addPeople(station)
  const attempt = (operatorId: string) => codeOf(() => station.operators.login(operatorId, '000111'))
  const rows = () => (station.store.db.prepare('SELECT count(*) AS n FROM login_failures').get() as { n: number }).n
  expect(station.operators.failuresDueInMs()).toBe(Infinity)
  await attempt('482913')
  pass(dayMs / 2)
  for (let n = 0; n < 3; n += 1) await attempt('claire')
  expect(station.operators.failuresDueInMs()).toBe(dayMs / 2)
  pass(dayMs / 2 - 1)
  expect([station.operators.expireFailures(), rows()]).toEqual([0, 2])
  pass(1)
  expect([station.operators.expireFailures(), rows()]).toEqual([1, 1])
  // Within the day the count goes on, from where it was.
  expect(await attempt('claire')).toBe('operator_unknown_or_wrong_pin')
  await expect(station.operators.login('claire', testPin)).rejects.toMatchObject({ waitSeconds: 60 })
  pass(dayMs)
  expect([station.operators.expireFailures(), rows()]).toEqual([1, 0])
  expect(await codeOf(() => station.operators.login('claire', testPin))).toBe('done')
})

test('attempts made at the same time count each', async () => {
  await addPeople(station)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => codeOf(() => station.operators.login('claire', '000111'))),
  )
  expect(answers.filter((code) => code === 'operator_locked_out')).toHaveLength(7)
})

test('an expired training is refused at login and at confirmation; the only trained manager can still come in to renew', async () => {
  await addPeople(station)
  pass(366 * dayMs)
  expect(await codeOf(() => station.operators.login('claire', testPin))).toBe('operator_training_expired')
  expect(await codeOf(() => station.operators.confirm('claire', testPin))).toBe('operator_training_expired')
  expect(await codeOf(() => station.operators.login('chef', testPin))).toBe('done')
  expect(await codeOf(() => station.operators.confirm('chef', testPin, 'manager'))).toBe('operator_training_expired')
  station.operators.update('chef', { operatorId: 'claire', displayName: 'C', role: 'clerk', trainedOn: '2027-03-02' })
  expect(await codeOf(() => station.operators.login('claire', testPin))).toBe('done')
})

test('nobody renews their own training while another manager could', async () => {
  await addPeople(station)
  const second = {
    displayName: 'B',
    role: 'manager' as const,
    trainedOn: '2026-03-01',
    pin: testPin,
    language: 'fr' as const,
  }
  await station.operators.create('chef', { ...second, operatorId: 'berthe' })
  const own = { operatorId: 'berthe', displayName: 'B', role: 'manager' as const, trainedOn: '2026-03-02' }
  expect(await codeOf(() => station.operators.update('berthe', own))).toBe('operator_role_insufficient')
  expect(await codeOf(() => station.operators.update('chef', own))).toBe('done')
  expect(await codeOf(() => station.operators.update('chef', { ...own, trainedOn: '2026-03-03' }))).toBe(
    'operator_invalid',
  )
})

test('the last manager stays, whether by role or by revocation', async () => {
  await addPeople(station)
  const chef = { operatorId: 'chef', displayName: 'C', role: 'clerk' as const, trainedOn: '2026-03-02' }
  expect(await codeOf(() => station.operators.update('chef', chef))).toBe('operator_last_manager')
  expect(await codeOf(() => station.operators.revoke('chef', 'chef'))).toBe('operator_last_manager')
  expect(await codeOf(() => station.operators.revoke('chef', 'claire'))).toBe('done')
  expect(await codeOf(() => station.operators.login('claire', testPin))).toBe('operator_revoked')
})

test('roles are asked for, keys are forgotten, signatures are made only in between', async () => {
  await addPeople(station)
  expect(await codeOf(() => station.operators.confirm('claire', testPin, 'manager'))).toBe('override_not_manager')
  const unknown = 'operator_unknown_or_wrong_pin'
  expect(await codeOf(() => station.operators.confirm('chef', '000111', 'manager'))).toBe(unknown)
  expect(await codeOf(() => station.operators.confirm('nobody', testPin, 'manager'))).toBe(unknown)
  expect(await codeOf(() => station.operators.confirm('chef', '000111'))).toBe('pin_wrong')
  const session = await station.operators.confirm('chef', testPin, 'manager')
  expect(session.signer.sign(Buffer.from('x'))).toHaveLength(64)
  session.close()
  expect(() => session.signer.sign(Buffer.from('x'))).toThrow('operator_not_logged_in')
})

test('a changed PIN keeps the key, a reset one replaces it, and central has to learn that', async () => {
  await addPeople(station)
  for (const one of station.operators.unpushed()) station.operators.markPushed(one.operator.operatorId, one.revision)
  const kidOf = async (pin: string) => (await station.operators.confirm('claire', pin)).signer.kid
  const before = await kidOf(testPin)
  expect(await codeOf(() => station.operators.changePin('claire', '000111', '739150'))).toBe('pin_wrong')
  expect(await codeOf(() => station.operators.changePin('claire', testPin, '111111'))).toBe('pin_too_weak')
  await station.operators.changePin('claire', testPin, '739150')
  expect(await kidOf('739150')).toBe(before)
  expect(station.operators.unpushed()).toHaveLength(0)
  await station.operators.resetPin('chef', 'claire', '604281')
  expect(await kidOf('604281')).not.toBe(before)
  expect(station.operators.unpushed().map(({ operator }) => operator.operatorId)).toEqual(['claire'])
})

test('central revokes whoever it wants, once', async () => {
  await addPeople(station)
  expect(station.operators.applyRevocations(['chef', 'claire', 'stranger'])).toEqual(['chef', 'claire'])
  expect(station.operators.applyRevocations(['chef', 'claire'])).toEqual([])
  expect(await codeOf(() => station.operators.confirm('chef', testPin))).toBe('operator_revoked')
})
