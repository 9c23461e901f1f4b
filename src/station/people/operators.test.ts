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
    const wrong = { code: 'operator_unknown_or_wrong_pin' }
    for (const left of [{ triesLeft: 2 }, { triesLeft: 1 }, { triesLeft: null, waitSeconds: 30 }])
      await expect(station.operators.login(who, '000111')).rejects.toMatchObject({ ...wrong, ...left })
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

describe('a code that somebody else set', () => {
  const given = '604281'
  const own = '739150'
  const row = () =>
    station.store.db
      .prepare<[], { code_set_by: string | null; code_is_own: number }>(
        `SELECT code_set_by, code_is_own FROM operators WHERE operator_id = 'claire'`,
      )
      .get()!
  beforeEach(async () => {
    await addPeople(station)
    await station.operators.resetPin('chef', 'claire', given)
  })

  test('is not their own until they replace it by another one; who set it stays known', async () => {
    expect(station.operators.hasOwnCode('claire')).toBe(false)
    const before = await station.operators.login('claire', given)
    expect(before.code).toEqual({ setBy: 'chef', isOwn: false })
    expect(await codeOf(() => station.operators.changePin('claire', given, given))).toBe('pin_not_own')
    await station.operators.changePin('claire', given, own)
    expect(station.operators.hasOwnCode('claire')).toBe(true)
    const session = await station.operators.confirm('claire', own)
    expect(session.code).toEqual({ setBy: 'chef', isOwn: true })
    // Who knew the code may have kept the key.
    expect(session.signer.kid).not.toBe(before.signer.kid)
    // From now on it is an ordinary one.
    await station.operators.changePin('claire', own, '915073')
    expect((await station.operators.confirm('claire', '915073')).signer.kid).toBe(session.signer.kid)
    expect(row()).toEqual({ code_set_by: 'chef', code_is_own: 1 })
  })

  test('set anew while it is being replaced, it is the last one that counts', async () => {
    const later = '915073'
    const setting = station.operators.resetPin('chef', 'claire', later)
    await codeOf(() => station.operators.changePin('claire', given, own))
    await setting
    expect(row()).toEqual({ code_set_by: 'chef', code_is_own: 0 })
    expect(await codeOf(() => station.operators.confirm('claire', own))).toBe('pin_wrong')
    expect((await station.operators.confirm('claire', later)).code.isOwn).toBe(false)
  })

  test('so too with the owner’s: a code set meanwhile is not bound to the key of before', async () => {
    const later = '915073'
    await station.operators.changePin('claire', given, own)
    const setting = station.operators.resetPin('chef', 'claire', later)
    await codeOf(() => station.operators.changePin('claire', own, '850271'))
    await setting
    expect((await station.operators.confirm('claire', later)).code.isOwn).toBe(false)
  })

  test('who comes in by it while its owner replaces it does not come in as the owner', async () => {
    const unlocking = station.operators.login('claire', given)
    // Takes effect while the login's key is being derived.
    station.store.db.exec(
      `UPDATE operators SET wrapped_key = (SELECT wrapped_key FROM operators WHERE operator_id = 'chef'),
       code_is_own = 1 WHERE operator_id = 'claire'`,
    )
    expect(await codeOf(() => unlocking)).toBe('operator_unknown_or_wrong_pin')
  })

  test('one that people set for themselves is theirs', async () => {
    await station.operators.resetPin('chef', 'chef', own)
    expect((await station.operators.confirm('chef', own, 'manager')).code).toEqual({ setBy: null, isOwn: true })
  })

  test.each([
    ['own', 'code_is_own = 1'],
    ['nobody’s', 'code_is_own = 1, code_set_by = NULL'],
    ['another’s', `code_set_by = 'paul'`],
  ])('a row edited into %s opens nothing, with the right code either', async (_, change) => {
    station.store.db.exec(`UPDATE operators SET ${change} WHERE operator_id = 'claire'`)
    expect(await codeOf(() => station.operators.login('claire', given))).toBe('operator_unknown_or_wrong_pin')
    expect(await codeOf(() => station.operators.changePin('claire', given, own))).toBe('pin_wrong')
  })

  test('the database holds no code that is nobody’s and not the owner’s', () => {
    const change = `UPDATE operators SET code_is_own = 0, code_set_by = NULL WHERE operator_id = 'claire'`
    expect(() => station.store.db.exec(change)).toThrow(/CHECK/)
  })

  test('releases nothing', async () => {
    const trainedOn = station.clock.now().toISOString().slice(0, 10)
    const vera = {
      operatorId: 'vera',
      displayName: 'V',
      role: 'manager',
      trainedOn,
      pin: given,
      language: 'fr',
    } as const
    await station.operators.create('chef', vera)
    expect(await codeOf(() => station.operators.confirm('vera', given, 'manager'))).toBe('pin_not_own')
    await station.operators.changePin('vera', given, own)
    expect(await codeOf(() => station.operators.confirm('vera', own, 'manager'))).toBe('done')
  })
})
