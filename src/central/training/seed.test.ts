import { afterAll, beforeAll, expect, test } from 'vitest'
import { localDay } from '../../enrolment/local-day.ts'
import { createCentral, type RunningCentral } from '../central.ts'
import { seedAppointments } from './seed.ts'

let now = new Date()
let central: RunningCentral
beforeAll(async () => {
  central = await createCentral({ environment: 'training', databaseUrl: null, seed: 'training', now: () => now })
})
afterAll(() => central.stop())

test.each([
  ['00:35 in Paris', '2026-12-01T23:35:00Z', 'Europe/Paris', '2026-12-02'],
  ['01:35 in summer', '2027-07-01T23:35:00Z', 'Europe/Paris', '2027-07-02'],
  ['09:10 in Noumea', '2026-12-04T22:10:00Z', 'Pacific/Noumea', '2026-12-05'],
  ['23:00 in Papeete', '2026-12-06T09:00:00Z', 'Pacific/Tahiti', '2026-12-05'],
])('at %s a postman in training finds the visits of the day that it is there', async (_when, at, timeZone, day) => {
  now = new Date(at)
  const operatorId = `postman-${at}`
  await seedAppointments({ db: central.db, now: () => now }, operatorId, timeZone)
  const visits = central.db.selectFrom('appointment').select('starts_at').where('operator_id', '=', operatorId)
  const days = (await visits.execute()).map(({ starts_at }) => localDay(starts_at, timeZone))
  expect(new Set(days)).toEqual(new Set([day]))
  await seedAppointments({ db: central.db, now: () => now }, operatorId, timeZone)
  expect((await visits.execute()).length, 'once').toBe(days.length)
})
