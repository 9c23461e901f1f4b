import { CompactSign } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext, type Sealed } from '../../../tests/simulate/virtual-packet.ts'
import {
  callJson,
  freshNonce,
  makeKeyPair,
  registerStation,
  type KeyPair,
  type VirtualStation,
} from '../../../tests/simulate/virtual-station.ts'

const dayMs = 24 * 3_600_000

describe.each(databases)('keys of stations on %s', (name, installed) => {
  let running: CentralOn
  let aheadMs = 0
  beforeAll(async () => {
    if (installed) running = await startCentralOn(name, { now: () => new Date(Date.now() + aheadMs) })
  })
  afterAll(() => running?.stop())

  async function next(station: VirtualStation): Promise<Sealed> {
    const application = testApplication({ expiresAt: '2099-01-01T00:00:00.000Z' })
    await running.central.addApplication(application)
    return sealNext(station, application)
  }
  async function announce(station: VirtualStation, key: KeyPair) {
    const proof = await new CompactSign(new TextEncoder().encode(station.stationId))
      .setProtectedHeader({ alg: 'ES256' })
      .sign(key.privateKey)
    return callJson(station, 'POST', '/v1/stations/keys', { public_key: key.publicJwk, proof })
  }
  async function rotate(station: VirtualStation): Promise<void> {
    const key = await makeKeyPair()
    expect((await announce(station, key)).status).toBe(200)
    Object.assign(station, { key, token: null })
  }
  async function pass(station: VirtualStation, days: number): Promise<void> {
    aheadMs += days * dayMs
    Object.assign(station, { token: null, nonce: await freshNonce(running.central.url) })
  }
  async function deliver(station: VirtualStation, sealed: Sealed) {
    expect((await putPacket(station, sealed)).status).toBe(202)
    await running.central.settled()
    const { body } = await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [sealed.packetId] })
    return [body.packets[0].state, ...body.packets[0].reasons]
  }

  test.runIf(installed)(
    'the end of an audit log counts only when the station itself signed it, of itself',
    async () => {
      const [station, other] = [await activeStation(running.central), await activeStation(running.central)]
      const tell = async (change: object = {}, key = station.key, typ = 'guichet-audit-head+jwt') => {
        const statement = { environment: 'production', station_id: station.stationId, seq: 7, hash: 'a'.repeat(64) }
        const text = JSON.stringify({ ...statement, at: new Date().toISOString(), ...change })
        const signed = await new CompactSign(new TextEncoder().encode(text))
          .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ })
          .sign(key.privateKey)
        return callJson(station, 'POST', '/v1/stations/audit-head', { statement: signed })
      }
      for (const refused of [
        tell({}, other.key),
        tell({ station_id: other.stationId }),
        tell({ environment: 'training' }),
        tell({ seq: 0 }),
        tell({ hash: 'a' }),
        tell({}, station.key, 'guichet-proof+jwt'),
      ])
        expect(await refused).toMatchObject({ status: 401, body: { code: 'proof_invalid' } })
      expect((await tell()).status).toBe(204)
      expect((await tell()).status, 'the same again').toBe(204)
      const kept = () => running.central.db.selectFrom('audit_head').selectAll().execute()
      expect(await kept()).toMatchObject([{ station_id: station.stationId, seq: 7, cut_at: null }])
      expect((await tell({ hash: 'b'.repeat(64) })).status).toBe(204)
      expect(await kept()).toMatchObject([{ seq: 7, hash: 'b'.repeat(64), cut_seq: 7, left_seq: 7 }])
    },
  )

  test.runIf(installed)('two rotations in a week: what was sealed with the first key is still good', async () => {
    const station = await activeStation(running.central)
    const first = await next(station)
    await rotate(station)
    const second = await next(station)
    await rotate(station)
    for (const sealed of [first, second, await next(station)]) {
      expect(await deliver(station, sealed)).toEqual(['APPROVED'])
    }
  })

  test.runIf(installed)('a packet that comes after its key’s week is not lost: a person looks at it', async () => {
    const station = await activeStation(running.central)
    const [inTime, late] = [await next(station), await next(station)]
    await rotate(station)
    await pass(station, 6)
    expect(await deliver(station, inTime)).toEqual(['MANUAL_REVIEW', 'captured_long_ago'])
    await pass(station, 2)
    expect(await deliver(station, late)).toEqual(['QUARANTINED', 'station_key_retired'])
    // Its key counts; only its clock stood still meanwhile.
    expect(await deliver(station, await next(station))).toEqual(['MANUAL_REVIEW', 'captured_long_ago'])
  })

  test.runIf(installed)('the key before may repeat the rotation, and put no other key in place', async () => {
    const station = await activeStation(running.central)
    const before = { ...station }
    await rotate(station)
    expect((await announce(before, station.key)).body.thumbprint).toBe(station.key.kid)
    expect((await announce(before, await makeKeyPair())).body.code).toBe('forbidden')
    await rotate(station)
  })

  test.runIf(installed)('a registration that comes to nothing uses up no code', async () => {
    const station = await activeStation(running.central)
    await running.central.revokeStation(station.stationId, new Date())
    const code = await running.central.issueStationCode('Quimper')
    const again = () => registerStation(running.central.url, code, { key: station.key })
    await expect(again()).rejects.toThrow('station_revoked')
    expect((await registerStation(running.central.url, code)).stationId).not.toBe(station.stationId)
  })
})
