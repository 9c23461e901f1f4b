import { afterAll, beforeAll, expect, test } from 'vitest'
import { requests, type RequestName } from '../../src/contract/requests.ts'
import { addNewcomer, addOperator, beginAsManager, codeOf, givenPin, pin } from '../fixtures/journey.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

// Whoever set a code knows it: in the name of its owner nothing is done before they replaced it.
let kiosk: TestStation
beforeAll(async () => {
  kiosk = await startTestStation()
  await beginAsManager(kiosk)
  await addOperator(kiosk, 'claire', 'clerk')
  await addNewcomer(kiosk, 'nadia', 'manager')
})
afterAll(() => kiosk.stop())

const before: RequestName[] = ['operator.lock', 'operator.changePin', 'operator.setLanguage']

test('a login by a given code opens one door: replacing it', async () => {
  const view = await kiosk.ask('operator.login', { operatorId: 'nadia', pin: givenPin })
  expect(view).toMatchObject({ operatorId: 'nadia', mustReplacePin: true })
  expect((await kiosk.ask('status.get', {})).operator).toMatchObject({ mustReplacePin: true })
  const shut = (Object.keys(requests) as RequestName[]).filter(
    (name) => requests[name].access !== 'anyone' && !before.includes(name),
  )
  expect(shut.length).toBeGreaterThan(30)
  // Refused before its input is looked at.
  for (const name of shut) expect([name, await codeOf(kiosk.ask(name, {} as never))]).toEqual([name, 'pin_not_own'])
  expect(await codeOf(kiosk.ask('station.register', { code: 'AAAA-AAAA-AAAA' }))).toBe('pin_not_own')
  expect(kiosk.session()).toBe(null)
})

test('nor does the lock help: unlocked by the given code, the door is the same', async () => {
  await kiosk.ask('operator.lock', {})
  expect(await kiosk.ask('operator.unlock', { pin: givenPin })).toMatchObject({ mustReplacePin: true })
  expect(await codeOf(kiosk.ask('operator.list', {}))).toBe('pin_not_own')
})

test('the same code again is no replacement; another one opens the counter', async () => {
  const change = (newPin: string) => codeOf(kiosk.ask('operator.changePin', { oldPin: givenPin, newPin }))
  expect(await change(givenPin)).toBe('pin_not_own')
  expect(await change('111111')).toBe('pin_too_weak')
  expect(await change(pin)).toBe(null)
  expect((await kiosk.ask('status.get', {})).operator).toMatchObject({ operatorId: 'nadia', mustReplacePin: false })
  expect((await kiosk.ask('operator.list', {})).length).toBe(3)
})

test('a code that is set anew while its owner is logged in is not theirs from that moment on', async () => {
  await kiosk.ask('operator.resetPin', { operatorId: 'claire', pin: givenPin })
  expect(await codeOf(kiosk.ask('operator.login', { operatorId: 'claire', pin }))).not.toBe(null)
  await kiosk.ask('operator.login', { operatorId: 'claire', pin: givenPin })
  expect(await codeOf(kiosk.ask('session.open', { reference: 'AAA-AAA-AAA' }))).toBe('pin_not_own')
})
