import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { makePacket, putPacket, seal, type Packet } from '../simulate/virtual-packet.ts'
import type { VirtualStation } from '../simulate/virtual-station.ts'

let running: CentralOn
let station: VirtualStation
beforeAll(async () => {
  running = await startCentralOn('PGlite')
  station = await activeStation(running.central)
})
afterAll(() => running?.stop())

/** Seals and delivers; what central makes of it. */
async function deliver({ payload, evidence }: Packet): Promise<[string, string[]]> {
  const packet_id = randomUUID()
  const next = { ...payload, packet_id, seq: station.seq + 1, prev_hash: station.lastHash }
  const sealed = await seal(station, { payload: next, evidence })
  expect((await putPacket(station, sealed)).status).toBe(202)
  station.seq++
  station.lastHash = sealed.sha256
  await running.central.settled()
  const row = running.central.db.selectFrom('packet').select(['state', 'reasons'])
  const { state, reasons } = await row.where('packet_id', '=', packet_id).executeTakeFirstOrThrow()
  return [state, reasons]
}
const cancelled = (packet: Packet): Packet => ({
  ...packet,
  payload: { ...packet.payload, outcome: 'cancelled', reasons: ['citizen_left'] },
})

test('a visit that was cancelled is not approved as well, and another visit of the same citizen is', async () => {
  const application = testApplication()
  await running.central.addApplication(application)
  const visit = makePacket(station, application)
  expect(await deliver(cancelled(visit))).toEqual(['NOT_VERIFIED', ['citizen_left']])
  expect(await deliver(visit)).toEqual(['MANUAL_REVIEW', ['session_repeated']])

  const other = testApplication()
  await running.central.addApplication(other)
  const first = makePacket(station, other)
  expect((await deliver(cancelled(first)))[0]).toBe('NOT_VERIFIED')
  expect(await deliver(makePacket(station, other))).toEqual(['APPROVED', []])
})
