import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningCentral } from '../../src/central/central.ts'
import { startCounter } from '../fixtures/counter.ts'
import { pin, soon, trainedToday } from '../fixtures/journey.ts'
import type { TestStation } from '../fixtures/test-station.ts'

// A person's own figures through the whole kiosk, over the real central and without it.
let central: RunningCentral
let kiosk: TestStation
beforeAll(async () => {
  ;({ central, kiosk } = await startCounter({ claire: 'clerk', luc: 'manager' }))
}, 60_000)
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

const view = () => kiosk.ask('figures.view', {})
const logIn = (operatorId: string) => kiosk.ask('operator.login', { operatorId, pin })
const namesOf = (people: { operatorId: string }[]) => people.map(({ operatorId }) => operatorId)

test('the clerk sees their own, the manager the branch; without the network each what they were told, and no more', async () => {
  await logIn('luc')
  await soon(async () => expect(namesOf((await view()).figures!.people)).toEqual(['claire', 'marie']))
  await logIn('claire')
  const told = await view()
  expect(told).toMatchObject({ isKept: false, figures: { own: { operatorId: 'claire', visits: null }, people: [] } })

  await kiosk.ask('training.playOffline', { offline: true })
  expect(await view()).toEqual({ figures: told.figures, isKept: true })
  await logIn('marie')
  expect(await view(), 'never asked while central was there').toEqual({ figures: null, isKept: true })
  await logIn('luc')
  expect(namesOf((await view()).figures!.people)).toEqual(['claire', 'marie'])

  // Whoever is no manager any more is told nothing of others.
  await logIn('marie')
  const luc = { operatorId: 'luc', displayName: 'Luc', role: 'clerk' as const, trainedOn: trainedToday() }
  await kiosk.ask('operator.update', luc)
  await logIn('luc')
  expect(await view()).toMatchObject({ figures: { own: { operatorId: 'luc' }, people: [] }, isKept: true })
  await kiosk.ask('training.playOffline', { offline: false })
})
