import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { findPostgres } from '../../../tests/fixtures/postgres.ts'
import { createCentral } from '../central.ts'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext, type Sealed } from '../../../tests/simulate/virtual-packet.ts'
import { callJson, makeKeyPair, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'

describe.each(databases)('the series of a station on %s', (name, installed) => {
  let running: CentralOn
  beforeAll(async () => {
    if (installed) running = await startCentralOn(name)
  })
  afterAll(() => running?.stop())

  const join = () => activeStation(running.central)
  async function next(station: VirtualStation, more: Partial<PacketPayload> = {}): Promise<Sealed> {
    const application = testApplication()
    await running.central.addApplication(application)
    return sealNext(station, application, more)
  }
  async function deliver(by: VirtualStation, ...sealed: Sealed[]): Promise<void> {
    for (const one of sealed) expect((await putPacket(by, one)).status).toBe(202)
    await running.central.settled()
  }
  /** Numbers of the packets that wait for the one before them. */
  async function waiting({ stationId }: VirtualStation): Promise<number[]> {
    const query = running.central.db.selectFrom('packet').select('seq').where('station_id', '=', stationId)
    return (await query.where('gap_since', 'is not', null).orderBy('seq').execute()).map(({ seq }) => seq)
  }
  async function decisions(station: VirtualStation, ...sealed: Sealed[]) {
    const packet_ids = sealed.map(({ packetId }) => packetId)
    const { body } = await callJson(station, 'POST', '/v1/packets/status', { packet_ids })
    return body.packets.map(({ state, reasons }: { state: string; reasons: string[] }) => [state, ...reasons].join(' '))
  }

  test.runIf(installed)(
    'a packet that overtook the one before it waits for it, and no longer when it arrives',
    async () => {
      const station = await join()
      const [first, second, third] = [await next(station), await next(station), await next(station)]
      await deliver(station, third!)
      expect(await waiting(station)).toEqual([3])
      await deliver(station, first!)
      expect(await waiting(station)).toEqual([3])
      await deliver(station, second!)
      expect(await waiting(station)).toEqual([])
      expect(await decisions(station, first!, second!, third!)).toEqual(['APPROVED', 'APPROVED', 'APPROVED'])
    },
  )

  test.runIf(installed)(
    'many at once in any order leave no gap but the one of the packet that never came',
    async () => {
      const station = await join()
      const sealed: Sealed[] = []
      for (let i = 0; i < 14; i++) sealed.push(await next(station))
      const [lost] = sealed.splice(8, 1)
      const order = sealed.map((one, i) => [one, (i * 5) % 13] as const).sort((a, b) => a[1] - b[1])
      const replies = await Promise.all(order.map(([one]) => putPacket(station, one)))
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([202]))
      await running.central.settled()
      expect(await waiting(station)).toEqual([10])
      await deliver(station, lost!)
      expect(await waiting(station)).toEqual([])
    },
  )

  test.runIf(installed)('brought by another station or quarantined, it is here all the same', async () => {
    const [station, other] = [await join(), await join()]
    await deliver(station, await next(station))
    const [brought, doubtful] = [await next(station), await next(station, await byNewKey(station))]
    await deliver(station, await next(station))
    expect(await waiting(station)).toEqual([4])
    await deliver(other, doubtful)
    expect(await waiting(station)).toEqual([3])
    await deliver(other, brought)
    expect(await waiting(station)).toEqual([])
    expect(await decisions(other, brought, doubtful)).toEqual(['APPROVED', 'QUARANTINED operator_key_unknown'])
  })

  test.runIf(installed)('a chain that is contradicted goes to a person, whichever of the two came first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const station = await join()
      const real = await next(station)
      // What a copy of the machine sealed after another first packet.
      station.lastHash = 'a'.repeat(64)
      const pair = [real, await next(station)]
      for (const i of order) await deliver(station, pair[i]!)
      const [early, late] = await decisions(station, ...order.map((i) => pair[i]!))
      expect([early, late]).toEqual(['APPROVED', 'MANUAL_REVIEW chain_broken'])
      expect(await waiting(station)).toEqual([])
    }
  })

  async function byNewKey(station: VirtualStation): Promise<Partial<PacketPayload>> {
    station.operator = await makeKeyPair()
    return {
      operator: { operator_id: 'clerk-1', role: 'clerk', trained_on: '2026-10-01', key: station.operator.publicJwk },
    }
  }
})

test.runIf(findPostgres() !== null)(
  'a revocation that decides a packet before its turn closes the gap too',
  async () => {
    const { central: receiver, databaseUrl, stop } = await startCentralOn('PostgreSQL', { adjudicate: false })
    const startDecider = () => createCentral({ environment: 'production', databaseUrl })
    const station = await activeStation(receiver)
    const sealed = [await sealNext(station, testApplication()), await sealNext(station, testApplication())] as const
    const waiting = async () =>
      (await receiver.db.selectFrom('packet').select('seq').where('gap_since', 'is not', null).execute()).length
    let decider = await startDecider()
    await putPacket(station, sealed[1])
    await decider.settled()
    expect(await waiting()).toBe(1)
    await decider.stop()
    await putPacket(station, sealed[0])
    await receiver.revokeStation(station.stationId, new Date(0))
    expect(await waiting()).toBe(1)
    decider = await startDecider()
    await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 10_000, interval: 100 })
    await decider.stop()
    await stop()
  },
)
