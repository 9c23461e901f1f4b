import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { fillIn, inventPerson, type Person } from '../../../tests/fixtures/identity/citizen.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { beginInProduction, pin, soon } from '../../../tests/fixtures/journey.ts'
import { startTestStation, type TestStation } from '../../../tests/fixtures/test-station.ts'
import { addSlots } from './visit-slots.ts'

vi.setConfig({ testTimeout: 180_000 })
const hourMs = 3_600_000
const postman = 'paul'
let on: IdentityOn
let tablet: TestStation

beforeAll(async () => {
  const [database] = databases.findLast(([, installed]) => installed)!
  on = await startIdentityOn(database)
  const { central } = on.running
  tablet = await startTestStation({ environment: 'production', kind: 'tablet', centralUrl: central.url })
  const stationId = await beginInProduction(tablet, central, 'Lyon Terreaux')
  await central.addPerson({ personId: postman, displayName: 'Paul', role: 'postman', trainedUntil: '2036-01-01' })
  await central.assignPerson(stationId, postman)
  const code = await central.issuePersonCode(postman)
  await soon(() => tablet.ask('operator.enrol', { operatorId: postman, code, pin, language: 'fr' }))
  await tablet.ask('operator.login', { operatorId: postman, pin })
  const slot = (hours: number, postcode: string) => {
    const startsAt = new Date(Date.now() + hours * hourMs)
    return { operatorId: postman, postcode, startsAt, endsAt: new Date(startsAt.getTime() + hourMs / 2) }
  }
  // Too soon to be chosen, three in Lyon, one elsewhere.
  await addSlots(on.service.identity, [
    slot(2, '69'),
    slot(20, '6900'),
    slot(22, '69'),
    slot(24, '69001'),
    slot(20, '75'),
  ])
})
afterAll(async () => {
  await tablet?.stop()
  await on?.stop()
})

const begin = async (person: Person) => fillIn(on, person, createBrowser(on.origin))
const visits = async () => {
  await tablet.ask('appointment.refresh', {})
  return (await tablet.ask('appointment.list', {})).map(({ citizenName, startsAt, address, phone }) => ({
    citizenName,
    startsAt,
    address,
    phone,
  }))
}

test('a time that a citizen chooses is a visit on the postman’s tablet, and on nobody else’s list of free ones', async () => {
  const person = inventPerson()
  const browser = await begin(person)
  const { slots } = await browser.call('slots.list')
  expect(slots).toHaveLength(3)
  const [first, second] = slots as [(typeof slots)[0], (typeof slots)[0]]
  const choose = (slot_id: string, by = browser) => by.call('channel.choose', { body: { channel: 'home', slot_id } })
  await choose(first.slot_id)
  // A change of mind gives the first back.
  await choose(second.slot_id)
  const other = await begin(inventPerson())
  expect((await other.call('slots.list')).slots.map(({ slot_id }) => slot_id)).toEqual([
    first.slot_id,
    slots[2]!.slot_id,
  ])
  const taken = await other.fail('channel.choose', { body: { channel: 'home', slot_id: second.slot_id } })
  expect(taken).toMatchObject({ code: 'slot_taken', status: 409 })
  // Held is not yet planned.
  expect(await visits()).toEqual([])
  const view = await browser.call('application.submit')
  expect(view).toMatchObject({ standing: 'awaiting_visit', reference: expect.any(String) })
  const { declared } = person
  expect(await visits()).toEqual([
    {
      citizenName: `${declared.givenNames[0]} ${declared.birthName}`,
      startsAt: second.starts_at,
      address: '1 rue de la Poste, 69001 Lyon',
      phone: declared.phone,
    },
  ])
  await browser.call('application.cancel')
  await soon(async () => expect(await visits()).toEqual([]))
  expect((await other.call('slots.list')).slots.map(({ slot_id }) => slot_id)).toContain(second.slot_id)
})

test('of two who choose one time at once, one has it', async () => {
  const [one, two] = [await begin(inventPerson()), await begin(inventPerson())]
  const [free] = (await one.call('slots.list')).slots
  const body = { channel: 'home' as const, slot_id: free!.slot_id }
  const outcomes = await Promise.allSettled([one, two].map((browser) => browser.call('channel.choose', { body })))
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a round that does not pass the address is nobody’s to choose, nor one that did before they moved', async () => {
  const browser = await begin(inventPerson())
  const { slots } = await browser.call('slots.list')
  const body = { channel: 'home' as const, slot_id: slots.at(-1)!.slot_id }
  const paris = { lines: ['12 rue des Lilas'], postcode: '75020', city: 'Paris', country: 'FRA' }
  await browser.call('channel.choose', { body })
  await browser.call('application.save', { body: { declared: { address: paris } } })
  expect((await browser.fail('application.submit')).code).toBe('slot_taken')
  expect((await browser.fail('channel.choose', { body })).code).toBe('slot_taken')
  const [here] = (await browser.call('slots.list')).slots
  await browser.call('channel.choose', { body: { channel: 'home', slot_id: here!.slot_id } })
  expect((await browser.call('application.submit')).standing).toBe('awaiting_visit')
})
