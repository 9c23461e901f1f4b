import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { eraseAtWish } from '../../src/central/citizens/erase-citizen.ts'
import { planVisit } from '../../src/central/intake/visits.ts'
import { loadKeys } from '../../src/central/keys/central-keys.ts'
import type { Application } from '../../src/contract/application.ts'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { findPostgres } from '../fixtures/postgres.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { callJson, type VirtualStation } from '../simulate/virtual-station.ts'

const words = 'Madame Lefèvre, troisième étage'

/** What is written of a visit while, or after, whom it is about was erased. */
describe.runIf(findPostgres() !== null)('notes of a visit to somebody who is erased', () => {
  let running: CentralOn
  let station: VirtualStation
  let other: pg.Client
  let core: Parameters<typeof eraseAtWish>[0]
  beforeAll(async () => {
    running = await startCentralOn('PostgreSQL', { adjudicate: false })
    station = await activeStation(running.central)
    const { db } = running.central
    const keys = await loadKeys(db, { online: null, authority: null }, new Date())
    core = { ...running.central, db, keys: () => keys, now: () => new Date() } as typeof core
    other = new pg.Client({ connectionString: running.databaseUrl! })
    await other.connect()
  })
  afterAll(async () => {
    await other?.end()
    await running?.stop()
  })

  async function filed(): Promise<Application> {
    const application = { ...testApplication(), channel: 'home' as const }
    await running.central.addApplication(application)
    return application
  }
  const startsAt = new Date(Date.now() - 3_600_000).toISOString()
  const visit = ({ applicationId }: Application) => ({
    ...{ applicationId, operatorId: 'clerk-1', startsAt, endsAt: new Date().toISOString() },
    note: words,
  })
  const noted = async (): Promise<number> =>
    (await other.query('SELECT 1 FROM appointment WHERE note LIKE $1 OR outcome_note LIKE $1', ['%Lefèvre%'])).rows
      .length
  const waiting = async (): Promise<number> =>
    (await other.query('SELECT 1 FROM pg_stat_activity WHERE wait_event_type = $1', ['Lock'])).rows.length
  const erased = async ({ applicationId }: Application) =>
    core.db
      .selectFrom('application')
      .select('erased_at')
      .where('application_id', '=', applicationId)
      .executeTakeFirstOrThrow()

  test('one that is planned while it happens does not come back', async () => {
    const application = await filed()
    const id = randomUUID()
    // The plan is held where it is written: it has looked, and found the application open.
    await other.query('BEGIN')
    await other.query(
      "INSERT INTO appointment (appointment_id, application_id, operator_id, starts_at, ends_at) VALUES ($1, $2, 'x', now(), now())",
      [id, application.applicationId],
    )
    const planning = planVisit(core, id, visit(application)).catch((error: unknown) => error)
    await vi.waitUntil(async () => (await waiting()) > 0)
    const erasing = eraseAtWish(core, application.applicationId)
    // Either it is done, or it waits for the plan.
    await Promise.race([erasing, vi.waitUntil(async () => (await waiting()) > 1)])
    await other.query('ROLLBACK')
    await Promise.all([planning, erasing])
    expect((await erased(application)).erased_at).not.toBe(null)
    expect(await noted()).toBe(0)
  })

  test('nor one that a postman writes afterwards, whose word on the visit counts all the same', async () => {
    const application = await filed()
    const id = randomUUID()
    await planVisit(core, id, { ...visit(application), note: null })
    await eraseAtWish(core, application.applicationId)
    const told = { outcome: 'no_show', at: new Date().toISOString(), operator_id: 'clerk-1', note: words }
    expect((await callJson(station, 'POST', `/v1/appointments/${id}/outcome`, told)).status).toBe(204)
    expect(await noted()).toBe(0)
    const { rows } = await other.query('SELECT outcome FROM appointment WHERE appointment_id = $1', [id])
    expect(rows).toEqual([{ outcome: 'no_show' }])
  })
})
