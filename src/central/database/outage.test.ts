import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { activeStation, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { findPostgres, startPostgres } from '../../../tests/fixtures/postgres.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext, type Sealed } from '../../../tests/simulate/virtual-packet.ts'
import { callJson, request, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'

describe.runIf(findPostgres() !== null)('a database that fails under a running central', () => {
  let running: CentralOn
  let station: VirtualStation
  beforeAll(async () => {
    running = await startCentralOn('PostgreSQL', { poolSize: 3 }, await startPostgres())
    station = await activeStation(running.central)
  })
  afterAll(() => running.stop())

  /** Process ids of the server's ends of central's connections. */
  async function backends(): Promise<number[]> {
    const client = new pg.Client({ connectionString: running.databaseUrl! })
    await client.connect()
    const query = 'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()'
    const { rows } = await client.query<{ pid: number }>(query)
    await client.end()
    return rows.map(({ pid }) => pid)
  }
  const ready = async () => (await request(running.central.url, { method: 'GET', path: '/readyz' })).status
  const file = async () => {
    const application = testApplication()
    await running.central.addApplication(application)
    return application
  }

  test('that crashes and recovers in the middle of uploads: central lives, every packet arrives once', async () => {
    const sealed: Sealed[] = []
    for (let i = 0; i < 30; i++) sealed.push(await sealNext(station, await file()))
    await callJson(station, 'GET', '/v1/config')
    const outcomes: string[] = []
    // Comes back later each time, as a kiosk does: thirty that ask at once and go on asking are a flood, and refused as one.
    const deliver = async (one: Sealed, pauseMs = 100): Promise<void> => {
      const { status, body } = await putPacket({ ...station }, one)
      if (status === 202 || status === 200) return
      outcomes.push(body.code)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      return deliver(one, Math.min(2 * pauseMs, 3_000))
    }
    const work = sealed.map((one) => deliver(one))
    // PostgreSQL ends every connection when one of its processes dies, and recovers.
    process.kill((await backends())[0]!, 'SIGKILL')
    await Promise.all(work)
    expect(outcomes.filter((code) => code !== 'unavailable')).toEqual([])
    const { db } = running.central
    const decided = async () => {
      const rows = await db.selectFrom('packet').select(['packet_id', 'state']).execute()
      expect(rows.map((row) => row.packet_id).sort()).toEqual(sealed.map(({ packetId }) => packetId).sort())
      expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['APPROVED']))
    }
    // What was being decided at the crash is taken up again half a minute later.
    await vi.waitFor(decided, { timeout: 90_000, interval: 250 })
  }, 120_000)

  test('work that an instance took and never finished is done by another, or by itself', async () => {
    const { db } = running.central
    const sealed = await sealNext(station, await file())
    expect((await putPacket(station, sealed)).status).toBe(202)
    const stateOf = async () => {
      const found = db.selectFrom('packet').select('state').where('packet_id', '=', sealed.packetId)
      return (await found.executeTakeFirstOrThrow()).state
    }
    await vi.waitFor(async () => expect(await stateOf()).toBe('APPROVED'), { timeout: 10_000 })
    // As a crash half a minute ago would have left it.
    await db.updateTable('packet').set({ state: 'RECEIVED' }).where('packet_id', '=', sealed.packetId).execute()
    const abandon = sql`UPDATE pgboss.job SET state = 'active', completed_on = NULL, started_on = now() - interval '31 seconds'
      WHERE data->>'packetId' = ${sealed.packetId}`
    expect((await abandon.execute(db)).numAffectedRows).toBe(1n)
    await vi.waitFor(async () => expect(await stateOf()).not.toBe('RECEIVED'), { timeout: 60_000, interval: 250 })
  }, 90_000)

  test('that hangs: the load balancer is told, and all is well when it goes on', async () => {
    await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 5000 })
    const frozen = await backends()
    for (const pid of frozen) process.kill(pid, 'SIGSTOP')
    try {
      expect(await ready()).toBe(503)
      expect((await request(running.central.url, { method: 'GET', path: '/healthz' })).status).toBe(200)
    } finally {
      for (const pid of frozen) process.kill(pid, 'SIGCONT')
    }
    await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 5000 })
  }, 30_000)
})
