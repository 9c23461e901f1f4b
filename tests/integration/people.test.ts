import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOperator, beginAsManager, codeOf, pin } from '../fixtures/journey.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

let kiosk: TestStation
beforeAll(async () => {
  kiosk = await startTestStation()
  await beginAsManager(kiosk)
})
afterAll(() => kiosk.stop())

test('whoever ends their own rights is out in the same moment; the last manager cannot', async () => {
  const { ask } = kiosk
  expect(await codeOf(ask('operator.revoke', { operatorId: ' MARIE ' }))).toBe('operator_invalid')
  expect(await codeOf(ask('operator.revoke', { operatorId: 'marie' }))).toBe('operator_last_manager')
  await addOperator(kiosk, 'vera', 'manager')
  await ask('operator.revoke', { operatorId: 'marie' })
  expect((await ask('status.get', {})).operator).toBe(null)
  expect(await codeOf(addOperator(kiosk, 'mallory', 'manager'))).toBe('operator_not_logged_in')
  expect(await codeOf(ask('operator.login', { operatorId: 'marie', pin }))).not.toBe(null)
  await ask('operator.login', { operatorId: 'vera', pin })
  expect((await ask('operator.list', {})).map(({ operatorId }) => operatorId)).toEqual(['marie', 'vera'])
})
