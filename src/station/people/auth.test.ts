import { afterEach, beforeEach, expect, test } from 'vitest'
import { createAuth, type Auth } from './auth.ts'
import { prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'

let place: ReturnType<typeof makeFolder>
let station: TestStation
let auth: Auth
beforeEach(async () => {
  place = makeFolder()
  station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  const trainedOn = station.clock.now().toISOString().slice(0, 10)
  const other = {
    operatorId: 'vera',
    displayName: 'Vera',
    role: 'manager',
    trainedOn,
    pin: testPin,
    language: 'fr',
  } as const
  await station.operators.create('chef', other)
  auth = createAuth(station.operators, () => {})
  await auth.login('chef', testPin)
})
afterEach(() => {
  station.store.close()
  place.remove()
})

test.each(['chef', 'vera'])('a manager whose rights %s ends does nothing more at the counter', (by) => {
  expect(() => auth.authorise('manager')).not.toThrow()
  station.operators.revoke(by, 'chef')
  auth.refresh()
  expect(auth.operator).toBe(null)
  expect(() => auth.authorise('operator')).toThrow('operator_not_logged_in')
})

test('a changed role counts at once, and a lock stays', () => {
  auth.lock()
  const trainedOn = station.clock.now().toISOString().slice(0, 10)
  station.operators.update('vera', { operatorId: 'chef', displayName: 'Chef', role: 'clerk', trainedOn })
  auth.refresh()
  expect(() => auth.authorise('operator')).toThrow('session_locked')
  expect(auth.operator).toMatchObject({ role: 'clerk' })
})
