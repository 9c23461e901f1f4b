import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activeStation, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { trainedUntil } from '../../../tests/fixtures/people.ts'
import { callJson, registerStation } from '../../../tests/simulate/virtual-station.ts'
import type { Role } from '../../contract/operator.ts'
import { personAt } from './person.ts'
import { rosterPeople } from './roster.ts'

const zones = { noumea: 'Pacific/Noumea', paris: 'Europe/Paris', papeete: 'Pacific/Tahiti' }
type Place = keyof typeof zones
let now: Date | null = null
let running: CentralOn
const ids = {} as Record<Place, string>
beforeAll(async () => {
  running = await startCentralOn('PGlite', { now: () => now ?? new Date() })
  for (const place of Object.keys(zones) as Place[]) {
    ids[place] = (await activeStation(running.central, place)).stationId
    const station = running.central.db.updateTable('station').where('station_id', '=', ids[place])
    await station.set({ time_zone: zones[place] }).execute()
  }
})
afterAll(() => running.stop())

/** Somebody who joined at a moment and works in places. */
async function join(personId: string, at: string, places: Place[], role: Role = 'clerk'): Promise<void> {
  now = new Date(at)
  await running.central.addPerson({ personId, displayName: personId, role, trainedUntil })
  for (const place of places) await running.central.assignPerson(ids[place], personId)
}

/** What a place's kiosk is told of somebody at a moment, and by which role central judges what they sign there. */
async function roleAt(personId: string, place: Place, at: string): Promise<string | undefined> {
  const moment = { at: new Date(at), timeZone: zones[place] }
  const people = await rosterPeople(running.central.db, { station_id: ids[place], time_zone: zones[place] }, moment.at)
  const told = people.find(({ person_id }) => person_id === personId)?.role
  expect((await personAt(running.central.db, personId, moment))?.role, 'told and judged').toBe(told)
  return told
}

test('who joins works at once, also where it is still the day before', async () => {
  await join('hina', '2026-12-01T23:30:00Z', ['papeete'])
  expect(await roleAt('hina', 'papeete', '2026-12-01T23:31:00Z')).toBe('clerk')
  const before = { at: new Date('2026-12-01T23:29:00Z'), timeZone: zones.papeete }
  expect(await personAt(running.central.db, 'hina', before), 'nobody yet').toBeNull()
})

test('a role that is planned begins with the day at the place', async () => {
  await join('louise', '2026-12-01T10:00:00Z', ['noumea', 'paris', 'papeete'])
  await running.central.changePerson({ personId: 'louise', role: 'manager', from: '2026-12-05' })
  expect(await roleAt('louise', 'noumea', '2026-12-04T12:59:00Z')).toBe('clerk')
  expect(await roleAt('louise', 'noumea', '2026-12-04T22:10:00Z'), '09:10 on the day').toBe('manager')
  expect(await roleAt('louise', 'paris', '2026-12-04T22:10:00Z')).toBe('clerk')
  expect(await roleAt('louise', 'paris', '2026-12-04T23:30:00Z'), '00:30 on the day').toBe('manager')
  expect(await roleAt('louise', 'papeete', '2026-12-05T09:00:00Z'), '23:00 the day before').toBe('clerk')
})

test.each([
  ['joined the same night in Paris', '2026-12-06T23:30:00Z', 'manager', undefined],
  ['was to become one on a day that has begun there', '2026-12-06T10:00:00Z', 'clerk', '2026-12-07'],
] as const)('who %s, and is no manager any more, is none anywhere, at once and on', async (_who, at, role, from) => {
  const personId = `m-${role}`
  await join(personId, at, ['noumea', 'papeete'], role)
  if (from !== undefined) await running.central.changePerson({ personId, role: 'manager', from })
  now = new Date('2026-12-06T23:40:00Z')
  await running.central.changePerson({ personId, role: 'postman' })
  for (const place of ['noumea', 'papeete'] as const)
    for (const then of ['2026-12-06T23:41:00Z', '2026-12-07T12:00:00Z', '2026-12-09T12:00:00Z'])
      expect(await roleAt(personId, place, then), `${place} ${then}`).toBe('postman')
})

test('a role planned for a day that has begun nowhere outlives a change of today', async () => {
  await join('emma', '2026-12-06T10:00:00Z', ['papeete'])
  await running.central.changePerson({ personId: 'emma', role: 'manager', from: '2026-12-08' })
  await running.central.changePerson({ personId: 'emma', role: 'postman' })
  expect(await roleAt('emma', 'papeete', '2026-12-07T12:00:00Z')).toBe('postman')
  expect(await roleAt('emma', 'papeete', '2026-12-08T12:00:00Z')).toBe('manager')
})

test.each(['Mars/Olympus', 'Europe/Paris ', ''])('no kiosk stands in %j', async (timeZone) => {
  now = null
  const code = await running.central.issueStationCode('Brest Siam')
  await expect(registerStation(running.central.url, code, { timeZone })).rejects.toThrow('request_invalid')
})

test('a kiosk that was registered in a zone that is none is served by legal time, its roster and its visits', async () => {
  now = null
  const station = await activeStation(running.central, 'Mars')
  const told = running.central.db.updateTable('station').where('station_id', '=', station.stationId)
  await told.set({ time_zone: 'Mars/Olympus' }).execute()
  expect((await callJson(station, 'GET', '/v1/config')).status).toBe(200)
  const outcome = { outcome: 'no_show', at: new Date().toISOString(), operator_id: 'clerk-1', note: null }
  const { status, body } = await callJson(station, 'POST', `/v1/appointments/${randomUUID()}/outcome`, outcome)
  expect([status, body.code]).toEqual([404, 'appointment_unknown'])
  await running.central.changePerson({ personId: 'clerk-1', role: 'clerk' })
})
