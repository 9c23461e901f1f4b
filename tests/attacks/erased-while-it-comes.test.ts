import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { eraseAtWish } from '../../src/central/citizens/erase-citizen.ts'
import { contestDecision } from '../../src/central/intake/contest.ts'
import { loadKeys } from '../../src/central/keys/central-keys.ts'
import { erasures, eraseDue } from '../../src/central/retention/erase.ts'
import type { Application } from '../../src/contract/application.ts'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { findPostgres } from '../fixtures/postgres.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { putPacket, sealNext, type Sealed } from '../simulate/virtual-packet.ts'
import type { VirtualStation } from '../simulate/virtual-station.ts'

const dayMs = 24 * 3_600_000

/** Erasing has looked, and before it erases something comes that somebody must answer first. */
describe.runIf(findPostgres() !== null)('what comes while its application is being erased', () => {
  let running: CentralOn
  let station: VirtualStation
  let other: pg.Client
  let core: Parameters<typeof eraseDue>[0] & Parameters<typeof eraseAtWish>[0]
  beforeAll(async () => {
    // Nothing is decided here: what comes waits.
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

  /** Refused long ago, or still open. */
  async function filed(isDue: boolean): Promise<Application> {
    const application = testApplication()
    await running.central.addApplication(application)
    const appeal_until = new Date(Date.now() - dayMs)
    const closed = { state: 'REJECTED', closed_at: appeal_until, appeal_until } as const
    const { applicationId: id } = application
    if (isDue) await core.db.updateTable('application').set(closed).where('application_id', '=', id).execute()
    return application
  }
  /** Erasing is held at the application while something comes, and let go. */
  async function meanwhile(id: string, erase: () => Promise<unknown>, comes: () => Promise<void>): Promise<unknown> {
    await other.query('BEGIN')
    await other.query('SELECT 1 FROM application WHERE application_id = $1 FOR UPDATE', [id])
    const erasing = erase().catch((error: unknown) => error)
    await vi.waitUntil(async () => {
      const { rows } = await other.query('SELECT 1 FROM pg_stat_activity WHERE wait_event_type = $1', ['Lock'])
      return rows.length > 0
    })
    await comes()
    await other.query('COMMIT')
    return erasing
  }
  async function comes(application: Application): Promise<Sealed> {
    const sealed = await sealNext(station, application)
    expect((await putPacket(station, sealed)).status).toBe(202)
    return sealed
  }
  async function stored(application: Application) {
    const { applicationId: id } = application
    const row = await core.db.selectFrom('application').selectAll().where('application_id', '=', id).executeTakeFirst()
    const packets = await core.db
      .selectFrom('packet')
      .leftJoin('packet_evidence', 'packet_evidence.packet_id', 'packet.packet_id')
      .select(['packet.state', 'packet.jwe', 'packet_evidence.packet_id as evidence'])
      .where('application_id', '=', id)
      .execute()
    return {
      isErased: row!.erased_at !== null,
      packets: packets.map(({ state, jwe, evidence }) => [state, jwe !== null, evidence !== null]),
    }
  }
  const kept = { isErased: false, packets: [['RECEIVED', true, true]] }

  test('a packet is not erased undecided when the appeal time is over', async () => {
    const application = await filed(true)
    await meanwhile(
      application.applicationId,
      () => eraseDue(core),
      async () => void (await comes(application)),
    )
    expect(await stored(application)).toEqual(kept)
  })

  test('nor at the citizen’s wish, who is told that somebody must answer first', async () => {
    const application = await filed(false)
    const answer = await meanwhile(
      application.applicationId,
      () => eraseAtWish(core, application.applicationId),
      async () => void (await comes(application)),
    )
    expect(answer).toMatchObject({ code: 'erasure_waits' })
    expect(await stored(application)).toEqual(kept)
  })

  test('nor one that comes when the look is over', async () => {
    const application = await filed(true)
    await comes(application)
    const packets = erasures.find(({ what }) => what.startsWith('packets'))!
    const { applicationId } = application
    await core.db.transaction().execute((trx) => packets.erase(trx, applicationId, new Date(), core))
    expect(await stored(application)).toEqual(kept)
  })

  test('a contest of the last moment keeps its words and what it is about', async () => {
    const application = await filed(true)
    const { applicationId } = application
    const before = { ...core, now: () => new Date(Date.now() - 2 * dayMs) }
    const contesting: Promise<unknown>[] = []
    await meanwhile(
      applicationId,
      async () => {
        contesting.push(contestDecision(before, applicationId, 'It was me.'))
        await vi.waitUntil(async () => (await waiters()) > 0)
        await eraseDue(core)
      },
      async () => void (await vi.waitUntil(async () => (await waiters()) > 1)),
    )
    await Promise.all(contesting)
    const contest = await core.db
      .selectFrom('contest')
      .select('words')
      .where('application_id', '=', applicationId)
      .executeTakeFirstOrThrow()
    expect([contest.words !== null, (await stored(application)).isErased]).toEqual([true, false])
  })
  const waiters = async () =>
    (await other.query('SELECT 1 FROM pg_stat_activity WHERE wait_event_type = $1', ['Lock'])).rows.length
})
