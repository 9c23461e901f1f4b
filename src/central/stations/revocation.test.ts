import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { admit } from '../../../tests/fixtures/people.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext, type Sealed } from '../../../tests/simulate/virtual-packet.ts'
import { callJson, makeKeyPair, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import type { Application } from '../../contract/application.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'

const hourMs = 3_600_000
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs)

/**
 * Once another connection waits for a lock, waits for the station's row itself: one statement, so that this wait begins well within the
 * second after which the server looks for a deadlock and ends the connection that has waited longer.
 */
const lockStationOnceMet = (stationId: string) => `DO $$ BEGIN
  WHILE NOT EXISTS (
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
  ) LOOP
    PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
  END LOOP;
  PERFORM 1 FROM station WHERE station_id = '${stationId}' FOR UPDATE;
END $$`

describe.each(databases)('revocation on %s', (name, installed) => {
  let running: CentralOn
  beforeAll(async () => {
    if (installed) running = await startCentralOn(name)
  })
  afterAll(() => running?.stop())

  async function file(): Promise<Application> {
    const application = testApplication()
    await running.central.addApplication(application)
    return application
  }
  async function deliver(by: VirtualStation, about: Application, more: Partial<PacketPayload> = {}, from = by) {
    const sealed = await sealNext(from, about, more)
    expect((await putPacket(by, sealed)).status).toBe(202)
    await running.central.settled()
    return sealed
  }
  /** With the reasons of what nobody here expects. */
  async function stateOf(station: VirtualStation, { packetId }: Sealed): Promise<string> {
    const { body } = await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [packetId] })
    const { state, reasons } = body.packets[0]
    return state === 'MANUAL_REVIEW' ? `${state} ${reasons.join(' ')}` : state
  }
  const applicationState = async ({ applicationId }: Application) =>
    (
      await running.central.db
        .selectFrom('application')
        .select('status')
        .where('application_id', '=', applicationId)
        .executeTakeFirstOrThrow()
    ).status

  test.runIf(installed)('opens only the applications that a packet called back had closed itself', async () => {
    const [stolen, honest] = [await activeStation(running.central), await activeStation(running.central)]
    const [its, others] = [await file(), await file()]
    await deliver(honest, others)
    const double = await deliver(stolen, others)
    await deliver(stolen, its)
    expect(await stateOf(stolen, double)).toBe('REJECTED')
    await running.central.revokeStation(stolen.stationId, hoursAgo(1))
    expect(await stateOf(stolen, double)).toBe('QUARANTINED')
    expect([await applicationState(its), await applicationState(others)]).toEqual(['open', 'verified'])
  })

  test.runIf(installed)('tells the station that brought the packet as well', async () => {
    const [stolen, carrier] = [await activeStation(running.central), await activeStation(running.central)]
    const { packetId } = await deliver(carrier, await file(), {}, stolen)
    await running.central.revokeStation(stolen.stationId, hoursAgo(1))
    const { events } = (await callJson(carrier, 'GET', '/v1/events')).body
    expect(events.at(-1)).toMatchObject({ packet_id: packetId, decision: 'QUARANTINED' })
  })

  test.runIf(installed)('dated in the future is refused, not moved to now in silence', async () => {
    const stolen = await activeStation(running.central)
    await expect(running.central.revokeStation(stolen.stationId, hoursAgo(-1))).rejects.toMatchObject({
      ...{ code: 'time_in_future' },
    })
    expect(await stateOf(stolen, await deliver(stolen, await file()))).toBe('APPROVED')
  })

  test.runIf(installed)(
    'dated earlier a second time reaches further back, and leaves a person’s decision alone',
    async () => {
      const stolen = await activeStation(running.central)
      const at = (hours: number) => ({ captured_at: hoursAgo(hours).toISOString() })
      // Both stood long before: what was captured before a station or an application existed is looked at by a person.
      const longAgo = hoursAgo(48)
      await running.central.db.updateTable('station').set({ registered_at: longAgo, activated_at: longAgo }).execute()
      const [first, second] = [await file(), await file()]
      await running.central.db.updateTable('application').set({ created_at: longAgo }).execute()
      const [early, late] = [await deliver(stolen, first, at(5)), await deliver(stolen, second, at(1))]
      await running.central.revokeStation(stolen.stationId, hoursAgo(2))
      expect(await stateOf(stolen, early)).toBe('APPROVED')
      const decision = { state: 'APPROVED', grounds: ['contradiction_explained'], decidedBy: 'admin' } as const
      await running.central.decide({ stationId: stolen.stationId, packetId: late.packetId }, decision)
      await running.central.revokeStation(stolen.stationId, hoursAgo(10))
      await running.central.revokeStation(stolen.stationId, hoursAgo(1))
      expect([await stateOf(stolen, early), await stateOf(stolen, late)]).toEqual(['QUARANTINED', 'APPROVED'])
      expect(await stateOf(stolen, await deliver(stolen, await file(), at(9)))).toBe('QUARANTINED')
    },
  )

  test.runIf(installed)('of an operator reaches back over what that operator did, anywhere', async () => {
    const stations = [await activeStation(running.central), await activeStation(running.central)]
    const sealed: Sealed[] = []
    for (const station of stations) {
      for (const operator_id of ['traitor', 'other']) {
        station.operator = await makeKeyPair()
        await admit(running.central, station, operator_id)
        const key = station.operator.publicJwk
        const operator = { operator_id, role: 'clerk' as const, trained_on: '2026-10-01', key }
        sealed.push(await deliver(station, await file(), { operator }))
      }
    }
    const states = () => Promise.all(sealed.map((one, i) => stateOf(stations[i >> 1]!, one)))
    expect(await states()).toEqual(['APPROVED', 'APPROVED', 'APPROVED', 'APPROVED'])
    await running.central.revokeOperator('traitor', hoursAgo(1))
    expect(await states()).toEqual(['QUARANTINED', 'APPROVED', 'QUARANTINED', 'APPROVED'])
  })

  test.runIf(installed && name === 'PostgreSQL')(
    'is done again where it met another in the opposite order',
    async () => {
      const station = await activeStation(running.central)
      const application = await file()
      const { packetId } = await deliver(station, application)
      const other = new pg.Client({ connectionString: running.databaseUrl! })
      await other.connect()
      // Only the revocation looks for a deadlock: it is the one that the server ends.
      await other.query(`SET deadlock_timeout = '1min'`)
      await other.query('BEGIN')
      await other.query('SELECT 1 FROM packet WHERE packet_id = $1 FOR UPDATE', [packetId])
      const revoked = running.central.revokeStation(station.stationId, hoursAgo(1))
      await other.query(lockStationOnceMet(station.stationId))
      await other.query('COMMIT')
      await other.end()
      await revoked
      expect(await applicationState(application)).toBe('open')
    },
  )
})
