import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compactDecrypt, compactVerify, CompactSign, importJWK } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Application } from '../contract/application.ts'
import { defaultPolicy, Policy } from '../contract/policy.ts'
import { makeReference } from '../contract/reference.ts'
import type { PacketPayload } from '../contract/protocol/packet.ts'
import { EventsAnswer } from '../contract/protocol/central-events.ts'
import { CentralConfig } from '../contract/protocol/config.ts'
import { AppointmentsAnswer, LookupAnswer } from '../contract/protocol/look-ups.ts'
import { ReceiptPayload } from '../contract/protocol/packet-answers.ts'
import { Problem } from '../contract/protocol/problem.ts'
import { admit } from '../../tests/fixtures/people.ts'
import { findPostgres, sharedPostgres, type PostgresCluster } from '../../tests/fixtures/postgres.ts'
import {
  contentDigest,
  encrypt,
  makePayload,
  putPacket,
  seal,
  sealNext,
  type Sealed,
} from '../../tests/simulate/virtual-packet.ts'
import {
  call,
  callJson,
  fetchToken,
  freshNonce,
  joinStation,
  makeKeyPair,
  makeProof,
  openConfig,
  openSealed,
  registerStation,
  request,
  type Reply,
  type VirtualStation,
} from '../../tests/simulate/virtual-station.ts'
import { testApplication } from '../../tests/fixtures/test-application.ts'
import { trustTestIssuer } from '../../tests/fixtures/trust.ts'
import { createCentral, type RunningCentral } from './central.ts'
import { readStanding } from './intake/standing.ts'

const hasPostgres = findPostgres() !== null

function expectProblem(reply: Reply, status: number, code: string): void {
  expect({ status: reply.status, code: Problem.parse(reply.body).code }).toEqual({ status, code })
}

describe.each([
  ['PGlite', true],
  ['PostgreSQL', hasPostgres],
] as const)('central on %s', (name, installed) => {
  let cluster: PostgresCluster | null = null
  let central: RunningCentral
  let station: VirtualStation

  beforeAll(async () => {
    if (!installed) return
    if (name === 'PostgreSQL') cluster = await sharedPostgres()
    const databaseUrl = (await cluster?.createDatabase()) ?? null
    central = await createCentral({ environment: 'production', databaseUrl })
    await trustTestIssuer(central)
    station = await activeStation()
  })
  afterAll(async () => {
    await central?.stop()
    await cluster?.stop()
  })

  async function activeStation(): Promise<VirtualStation> {
    const code = await central.issueStationCode('Brest Siam')
    const joined = await registerStation(central.url, code)
    await central.activateStation(joined.stationId, joined.key.kid)
    await admit(central, joined, 'clerk-1')
    joined.config = await openConfig((await callJson(joined, 'GET', '/v1/config')).body)
    return joined
  }

  async function openApplication(more: Partial<Application> = {}): Promise<Application> {
    const application = testApplication(more)
    await central.addApplication(application)
    return application
  }

  /** Delivers a packet about an application of its own and waits for central's decision. */
  async function decisionOn(more: Partial<PacketPayload>, application?: Application, from = station) {
    const about = application ?? (await openApplication())
    const sealed = await sealNext(from, about, more)
    expect((await putPacket(from, sealed)).status).toBe(202)
    await central.settled()
    return { sealed, about, ...(await statusOf(from, sealed)) }
  }

  async function statusOf(asking: VirtualStation, { packetId }: Sealed): Promise<{ state: string; reasons: string[] }> {
    const reply = await callJson(asking, 'POST', '/v1/packets/status', { packet_ids: [packetId] })
    return { state: reply.body.packets[0].state, reasons: reply.body.packets[0].reasons }
  }

  const statusOfApplication = async (id: string) =>
    (await central.db.selectFrom('application').select('status').where('application_id', '=', id).executeTakeFirst())
      ?.status

  describe.runIf(installed)('stations', () => {
    test('a station waits for its activation, which needs the right thumbprint', async () => {
      const waiting = await registerStation(central.url, await central.issueStationCode('Quimper'))
      const config = await openConfig((await callJson(waiting, 'GET', '/v1/config')).body)
      expect(config.station.state).toBe('pending')
      const early = await seal({ ...waiting, config }, makePayload({ ...waiting, config }, await openApplication()))
      expectProblem(await putPacket(waiting, early), 403, 'station_pending')
      expectProblem(await putPacket(station, early), 403, 'station_pending')
      const lookup = { reference: 'x', operator_id: 'clerk-1' }
      expectProblem(await callJson(waiting, 'POST', '/v1/applications/lookup', lookup), 403, 'station_pending')
      await expect(central.activateStation(waiting.stationId, 'another')).rejects.toMatchObject({ code: 'forbidden' })
      await central.activateStation(waiting.stationId, waiting.key.kid)
      expect((await callJson(waiting, 'GET', '/v1/config')).body.station.state).toBe('active')
    })

    test('a code registers one station, which may repeat itself', async () => {
      const code = await central.issueStationCode('Lorient')
      const key = await makeKeyPair()
      const first = await registerStation(central.url, code, { key })
      const again = await registerStation(central.url, code.toLowerCase(), { key })
      expect(again.stationId).toBe(first.stationId)
      await expect(registerStation(central.url, code)).rejects.toThrow('station_code_invalid')
      await expect(registerStation(central.url, 'WRONG-CODE-0000')).rejects.toThrow('station_code_invalid')
    })

    test('registration needs a proof by the registered key', async () => {
      const [key, other] = await Promise.all([makeKeyPair(), makeKeyPair()])
      const path = '/v1/stations/register'
      const body = JSON.stringify({
        code: await central.issueStationCode('Vannes'),
        public_key: key.publicJwk,
        encryption_key: key.publicJwk,
        kind: 'counter',
        software_version: '1',
      })
      const send = async (dpop: string | null) =>
        request(central.url, {
          method: 'POST',
          path,
          body,
          headers: { 'content-type': 'application/json', ...(dpop === null ? {} : { dpop }) },
        })
      const nonce = await freshNonce(central.url)
      expectProblem(await send(null), 401, 'proof_invalid')
      expectProblem(await send(await makeProof(other, 'POST', central.url + path, { nonce })), 401, 'proof_invalid')
      expectProblem(await send(await makeProof(key, 'POST', central.url + path)), 401, 'nonce_required')
      const htu = `${central.url}/v1/token`
      expectProblem(await send(await makeProof(key, 'POST', '', { nonce, htu })), 401, 'proof_invalid')
      const good = await makeProof(key, 'POST', central.url + path, { nonce })
      expect((await send(good)).status).toBe(201)
      expectProblem(await send(good), 401, 'proof_invalid')
    })

    test('tokens: bound to the key, refused when forged or for strangers', async () => {
      const stranger = { ...station, stationId: randomUUID(), token: null }
      await expect(fetchToken(stranger)).rejects.toThrow('station_not_registered')
      const otherKey = { ...station, key: await makeKeyPair(), token: null }
      await expect(fetchToken(otherKey)).rejects.toThrow('token_invalid')
      await callJson(station, 'GET', '/v1/config')
      const stolen = { ...otherKey, token: station.token }
      const reply = await request(central.url, {
        method: 'GET',
        path: '/v1/config',
        headers: {
          authorization: `DPoP ${stolen.token}`,
          dpop: await makeProof(stolen.key, 'GET', `${central.url}/v1/config`, {
            accessToken: stolen.token,
            nonce: await freshNonce(central.url),
          }),
        },
      })
      expectProblem(reply, 401, 'token_invalid')
      expectProblem(await request(central.url, { method: 'GET', path: '/v1/config' }), 401, 'token_invalid')
    })

    test('configuration: signed policy, keys, ETag', async () => {
      const reply = await callJson(station, 'GET', '/v1/config')
      const config = await openConfig(reply.body)
      const key = await importJWK(config.authority_keys[0]! as never, 'ES256')
      const signed = await compactVerify(config.policy, key)
      expect(signed.protectedHeader.typ).toBe('guichet-policy+jwt')
      expect(Policy.parse(JSON.parse(new TextDecoder().decode(signed.payload)))).toEqual(defaultPolicy)
      const etag = reply.headers.get('etag')!
      const ask = () => call(station, { method: 'GET', path: '/v1/config', headers: { 'if-none-match': etag } })
      expect((await ask()).status).toBe(304)
      await central.setPolicy({ ...defaultPolicy, version: 2 })
      expect((await ask()).status).toBe(200)
    })

    test('key rotation: old and new key both count', async () => {
      const rotating = await activeStation()
      const application = await openApplication()
      const before = await sealNext(rotating, application)
      const next = await makeKeyPair()
      const proofBy = (key: typeof next) =>
        new CompactSign(new TextEncoder().encode(rotating.stationId))
          .setProtectedHeader({ alg: 'ES256' })
          .sign(key.privateKey)
      const rotate = async (proof: string) =>
        callJson(rotating, 'POST', '/v1/stations/keys', { public_key: next.publicJwk, proof })
      expectProblem(await rotate(await proofBy(await makeKeyPair())), 401, 'proof_invalid')
      expect((await rotate(await proofBy(next))).body.thumbprint).toBe(next.kid)
      expect((await putPacket(rotating, before)).status).toBe(202)
      rotating.key = next
      rotating.token = null
      expect((await putPacket(rotating, await sealNext(rotating, await openApplication()))).status).toBe(202)
      const stranger = await makeKeyPair()
      const forged = await seal(rotating, makePayload(rotating, application), { station: stranger })
      expectProblem(await putPacket(rotating, forged), 422, 'packet_signature_invalid')
    })
  })

  describe.runIf(installed)('packets', () => {
    test('new 202, identical retry 200 with the same verifiable receipt', async () => {
      const sealed = await sealNext(station, await openApplication())
      const first = await putPacket(station, sealed)
      const again = await putPacket(station, sealed)
      expect([first.status, again.status]).toEqual([202, 200])
      expect(again.body).toEqual(first.body)
      const key = await importJWK(station.config.signing_keys[0]! as never, 'ES256')
      const { payload, protectedHeader } = await compactVerify(first.body.receipt, key)
      expect(protectedHeader.typ).toBe('guichet-receipt+jwt')
      const receipt = ReceiptPayload.parse(JSON.parse(new TextDecoder().decode(payload)))
      const { packetId: packet_id, sha256 } = sealed
      expect(receipt).toMatchObject({ packet_id, sha256, seq: sealed.payload.seq, station_id: station.stationId })
    })

    test('one packet sent many times at once is taken once', async () => {
      const sealed = await sealNext(station, await openApplication())
      const replies = await Promise.all(Array.from({ length: 12 }, () => putPacket(station, sealed)))
      expect(replies.filter(({ status }) => status === 202)).toHaveLength(1)
      expect(replies.filter(({ status }) => status === 200)).toHaveLength(11)
      expect(new Set(replies.map(({ body }) => body.receipt)).size).toBe(1)
    })

    test('same id with other bytes: 409; same place in the series: 422', async () => {
      const application = await openApplication()
      const sealed = await sealNext(station, application)
      await putPacket(station, sealed)
      const other = await seal(station, { ...sealed.payload, reasons: ['citizen_left'] })
      expectProblem(await putPacket(station, other), 409, 'packet_conflict')
      const garbage = { ...sealed, jwe: new TextEncoder().encode('garbage') }
      expectProblem(await putPacket(station, garbage), 409, 'packet_conflict')
      const twin = await seal(station, makePayload(station, application, { seq: sealed.payload.seq }))
      expectProblem(await putPacket(station, twin), 422, 'packet_sequence_invalid')
    })

    test('in a burst, a bad packet takes none of its neighbours with it', async () => {
      const application = await openApplication()
      const next = (more: Partial<PacketPayload> = {}) => sealNext(station, application, more)
      const taken = await next()
      await putPacket(station, taken)
      const good = [await next(), await next(), await next(), await next(), await next(), await next()]
      const bad = [
        // Allowed by the schema, refused by the database.
        await next({ software_version: 'v', operator: { ...taken.payload.operator, operator_id: 'a\u0000b' } }),
        await seal(station, { ...taken.payload, reasons: ['citizen_left'] }),
        await seal(station, makePayload(station, application, { seq: good[0]!.payload.seq })),
      ]
      const replies = await Promise.all([...good, ...bad, ...good].map((sealed) => putPacket(station, sealed)))
      const firsts = replies.slice(0, good.length)
      const [poison, conflict, twin] = replies.slice(good.length, -good.length)
      const repeats = replies.slice(-good.length)
      expectProblem(poison!, 422, 'packet_schema_invalid')
      expectProblem(conflict!, 409, 'packet_conflict')
      // Of the two that claim one number the first to be written has it.
      const [winner, loser] = twin!.status === 202 ? [twin!, firsts[0]!] : [firsts[0]!, twin!]
      expect([200, 202]).toContain(winner.status)
      expectProblem(loser, 422, 'packet_sequence_invalid')
      for (const [i, sealed] of good.entries()) {
        if (i === 0 && winner === twin) continue
        expect([firsts[i]!.status, repeats[i]!.status].sort()).toEqual([200, 202])
        expect(firsts[i]!.body.receipt).toBe(repeats[i]!.body.receipt)
        expect((await statusOf(station, sealed)).state).not.toBe('UNKNOWN')
      }
    })

    test('damaged, missing or too large bodies', async () => {
      const sealed = await sealNext(station, await openApplication())
      const damaged = { 'content-digest': contentDigest(new TextEncoder().encode('other')) }
      expectProblem(await putPacket(station, sealed, damaged), 400, 'packet_digest_mismatch')
      expectProblem(await putPacket(station, sealed, { 'content-digest': '' }), 400, 'packet_digest_mismatch')
      expectProblem(await putPacket(station, sealed, { 'content-type': 'text/plain' }), 400, 'request_invalid')
      const large = { ...sealed, jwe: new Uint8Array(262_145) }
      expectProblem(await putPacket(station, large), 413, 'packet_too_large')
      expect((await putPacket(station, sealed)).status).toBe(202)
    })

    test('what cannot be opened, trusted or understood', async () => {
      const application = await openApplication()
      const payload = makePayload(station, application)
      const unknown = { ...station.config.encryption_keys[0]!, kid: 'unknown' }
      expectProblem(
        await putPacket(station, await seal(station, payload, { encryptTo: unknown })),
        422,
        'packet_undecryptable',
      )
      const foreign = { ...(await makeKeyPair('ECDH-ES')).publicJwk, kid: station.config.encryption_keys[0]!.kid }
      expectProblem(
        await putPacket(station, await seal(station, payload, { encryptTo: foreign })),
        422,
        'packet_undecryptable',
      )
      const impostor = await seal(station, payload, { operator: await makeKeyPair() })
      expectProblem(await putPacket(station, impostor), 422, 'packet_signature_invalid')
      const stranger = await seal(station, { ...payload, station_id: 'nobody' })
      expectProblem(await putPacket(station, stranger), 422, 'packet_signature_invalid')
      const notJws = await encrypt(station, payload, '{"payload":"x","signatures":[]}')
      expectProblem(await putPacket(station, notJws), 422, 'packet_schema_invalid')
      const wrong = await seal(station, { ...payload, outcome: 'maybe' as never })
      expectProblem(await putPacket(station, wrong), 422, 'packet_schema_invalid')
      const nul = await seal(station, { ...payload, operator: { ...payload.operator, operator_id: 'a\0b' } })
      expectProblem(await putPacket(station, nul), 422, 'packet_schema_invalid')
      const elsewhere = { ...(await seal(station, payload)), packetId: randomUUID() }
      expectProblem(await putPacket(station, elsewhere), 422, 'packet_schema_invalid')
      const training = await seal(station, { ...payload, environment: 'training' })
      expectProblem(await putPacket(station, training), 403, 'training_forbidden')
    })

    test('a clock that is ahead is told the time; an old packet is fine', async () => {
      const ahead = new Date(Date.now() + 6 * 60_000).toISOString()
      const sealed = await seal(station, makePayload(station, await openApplication(), { captured_at: ahead }))
      const reply = await putPacket(station, sealed)
      expectProblem(reply, 422, 'clock_skew')
      expect(Math.abs(Date.parse(reply.body.server_time) - Date.now())).toBeLessThan(60_000)
      const old = new Date(Date.now() - 72 * 3_600_000).toISOString()
      expect(
        (await putPacket(station, await sealNext(station, await openApplication(), { captured_at: old }))).status,
      ).toBe(202)
    })

    test('a broken station’s packets are brought in by another, once', async () => {
      const broken = await activeStation()
      const sealed = await sealNext(broken, await openApplication())
      expect((await putPacket(station, sealed)).status).toBe(202)
      expect((await putPacket(broken, sealed)).status).toBe(200)
      expect((await putPacket(station, sealed)).status).toBe(200)
      await central.settled()
      expect((await statusOf(station, sealed)).state).toBe('APPROVED')
      const uninvolved = await activeStation()
      expect((await statusOf(uninvolved, sealed)).state).toBe('UNKNOWN')
    })

    test('central’s encryption key rotates; packets sealed to the old one still arrive', async () => {
      const application = await openApplication()
      const before = await sealNext(station, application)
      const kid = await central.rotateKey('encryption')
      expect((await putPacket(station, before)).status).toBe(202)
      station.config = await openConfig((await callJson(station, 'GET', '/v1/config')).body)
      expect(station.config.encryption_keys[0]!.kid).toBe(kid)
      expect((await putPacket(station, await sealNext(station, await openApplication()))).status).toBe(202)
    })

    test('central’s keys are vouched for by every signing key, old and new', async () => {
      const before = await openConfig((await callJson(station, 'GET', '/v1/config')).body)
      const kid = await central.rotateKey('signing')
      const after = await openConfig((await callJson(station, 'GET', '/v1/config')).body)
      expect(after.signing_keys[0]!.kid).toBe(kid)
      expect(Date.parse(after.as_of)).toBeGreaterThan(Date.parse(before.as_of))
      const known = await importJWK(before.signing_keys[0]! as never, 'ES256')
      const isSigned = (jws: string) =>
        compactVerify(jws, known).then(
          ({ payload }) => String(payload),
          () => null,
        )
      const found = (await Promise.all(after.keys.map(isSigned))).filter((payload) => payload !== null)
      expect(found).toHaveLength(1)
      station.config = after
    })
  })

  describe.runIf(installed)('decisions', () => {
    test('approved: application verified, email queued, event and status say so', async () => {
      const { state, reasons, about, sealed } = await decisionOn({})
      expect({ state, reasons }).toEqual({ state: 'APPROVED', reasons: [] })
      expect(await statusOfApplication(about.applicationId)).toBe('verified')
      const mails = await central.db
        .selectFrom('mail')
        .select('kind')
        .where('application_id', '=', about.applicationId)
        .execute()
      expect(mails).toEqual([{ kind: 'accepted' }])
      const { events } = EventsAnswer.parse((await callJson(station, 'GET', '/v1/events?limit=500')).body)
      const mine = events.filter((event) => event.type === 'decision' && event.packet_id === sealed.packetId)
      expect(mine).toMatchObject([{ decision: 'APPROVED', reasons: [] }])
    })

    test('a second approval of the same application is rejected, also when both arrive at once', async () => {
      const application = await openApplication()
      const sealed = [await sealNext(station, application), await sealNext(station, application)]
      await Promise.all(sealed.map((one) => putPacket(station, one)))
      await central.settled()
      const states = await Promise.all(sealed.map((one) => statusOf(station, one)))
      expect(states.map(({ state }) => state).sort()).toEqual(['APPROVED', 'REJECTED'])
      expect(states.flatMap(({ reasons }) => reasons)).toEqual(['application_already_verified'])
    })

    test('a refusal closes the application; an unverifiable or cancelled visit leaves it open', async () => {
      const refused = await decisionOn({ outcome: 'refused', reasons: ['document_expired'] })
      expect(refused).toMatchObject({ state: 'REJECTED', reasons: ['document_expired'] })
      expect(await statusOfApplication(refused.about.applicationId)).toBe('refused')
      for (const outcome of ['unverifiable', 'cancelled'] as const) {
        const open = await decisionOn({ outcome, reasons: [] })
        expect(open).toMatchObject({ state: 'NOT_VERIFIED', reasons: [outcome] })
        expect(await statusOfApplication(open.about.applicationId)).toBe('open')
      }
    })

    test('what a clerk told central alone is in no answer outside, beside an earlier decision neither', async () => {
      const { about } = await decisionOn({ outcome: 'refused', reasons: ['document_expired'] })
      const later = await decisionOn({ concern: 'duress' }, about)
      const { reasons } = await central.db
        .selectFrom('packet')
        .select('reasons')
        .where('packet_id', '=', later.sealed.packetId)
        .executeTakeFirstOrThrow()
      expect(reasons).toEqual(['clerk_duress', 'application_refused'])
      const { body: events } = await callJson(station, 'GET', '/v1/events?limit=500')
      const record = await central.citizenRecord(about.reference)
      const mails = await central.db.selectFrom('mail').selectAll().execute()
      const standing = await readStanding(central.db, about.applicationId)
      for (const told of [later, events, record, mails, standing])
        expect(JSON.stringify({ ...told, sealed: null })).not.toMatch(/clerk_|duress|concern/)
    })

    test('lost or stolen documents', async () => {
      const application = await openApplication()
      await central.reportLost(application.declared)
      expect(await decisionOn({ deferred: ['lost_stolen'] }, application)).toMatchObject({
        state: 'REJECTED',
        reasons: ['document_reported_lost_or_stolen'],
      })
    })

    test('packets of a compromised station are quarantined, earlier ones not', async () => {
      const stolen = await activeStation()
      const hour = 3_600_000
      const createdAt = new Date(Date.now() - 9 * hour).toISOString()
      const [early, late] = [await openApplication({ createdAt }), await openApplication({ createdAt })]
      await central.db
        .updateTable('station')
        .set({ registered_at: new Date(Date.now() - 9 * hour) })
        .where('station_id', '=', stolen.stationId)
        .execute()
      const before = await sealNext(stolen, early, { captured_at: new Date(Date.now() - 2 * hour).toISOString() })
      const after = await sealNext(stolen, late)
      await central.revokeStation(stolen.stationId, new Date(Date.now() - hour))
      for (const sealed of [before, after]) expect((await putPacket(stolen, sealed)).status).toBe(202)
      await central.settled()
      expect((await statusOf(stolen, before)).state).toBe('APPROVED')
      expect(await statusOf(stolen, after)).toEqual({ state: 'QUARANTINED', reasons: ['station_compromised'] })
      expect(await statusOfApplication(late.applicationId)).toBe('open')
      const { events } = EventsAnswer.parse((await callJson(stolen, 'GET', '/v1/events')).body)
      expect(events.map(({ type }) => type)).toContain('wipe')
      const lookup = { reference: late.reference, operator_id: 'clerk-1' }
      expectProblem(await callJson(stolen, 'POST', '/v1/applications/lookup', lookup), 403, 'station_revoked')
    })

    test('a revocation reaches back over what was approved already', async () => {
      const stolen = await activeStation()
      const { about, sealed } = await decisionOn({}, undefined, stolen)
      await central.revokeStation(stolen.stationId, new Date(Date.now() - 60_000))
      expect((await statusOf(stolen, sealed)).state).toBe('QUARANTINED')
      expect(await statusOfApplication(about.applicationId)).toBe('open')
      await central.decide(
        { stationId: stolen.stationId, packetId: sealed.packetId },
        { state: 'APPROVED', grounds: ['contradiction_explained'], decidedBy: 'admin' },
      )
      expect(await statusOfApplication(about.applicationId)).toBe('verified')
    })

    test('a second visit with another clerk: the application stays open, and the first clerk is refused at both ends', async () => {
      const { sealed, about, state } = await decisionOn({ time_proof: 'unconfirmed' })
      expect(state).toBe('MANUAL_REVIEW')
      const key = { stationId: station.stationId, packetId: sealed.packetId }
      await central.decide(key, { state: 'NOT_VERIFIED', grounds: ['visit_doubted'], decidedBy: 'admin' })
      expect(await statusOf(station, sealed)).toEqual({ state: 'NOT_VERIFIED', reasons: ['visit_doubted'] })
      expect(await statusOfApplication(about.applicationId)).toBe('open')
      const { body } = await callJson(station, 'POST', '/v1/applications/lookup', {
        reference: about.reference,
        operator_id: 'clerk-1',
      })
      // The counter's rulebook refuses whom the application names.
      expect(await openSealed(station, body.sealed)).toMatchObject({ application: { seenBy: ['clerk-1'] } })
      const again = await decisionOn({}, about)
      expect(again).toMatchObject({ state: 'NOT_VERIFIED', reasons: ['self_verification'] })
      expect(await statusOfApplication(about.applicationId)).toBe('open')
      const other = await activeStation()
      other.operator = await makeKeyPair()
      await admit(central, other, 'clerk-2')
      const operator = { ...sealed.payload.operator, operator_id: 'clerk-2', key: other.operator.publicJwk }
      expect((await decisionOn({ operator }, about, other)).state).toBe('APPROVED')
    })

    test('packets of one person, decided at once, all find the key', async () => {
      const fresh = await activeStation()
      const sealed = []
      for (let i = 0; i < 8; i++) sealed.push(await sealNext(fresh, await openApplication()))
      for (const { status } of await Promise.all(sealed.map((one) => putPacket(fresh, one)))) expect(status).toBe(202)
      await central.settled()
      for (const one of sealed) expect(await statusOf(fresh, one)).toEqual({ state: 'APPROVED', reasons: [] })
    })

    test('a revoked operator: packets quarantined, station told, configuration lists them', async () => {
      const own = await activeStation()
      const other = { operator_id: 'revoked-1', role: 'clerk' as const, trained_on: '2026-10-01' }
      own.operator = await makeKeyPair()
      await admit(central, own, 'revoked-1')
      const operator = { ...other, key: own.operator.publicJwk }
      await decisionOn({ operator }, undefined, own)
      await central.revokeOperator('revoked-1', new Date(Date.now() - 1000))
      expect(await decisionOn({ operator }, undefined, own)).toMatchObject({
        state: 'QUARANTINED',
        reasons: ['operator_revoked'],
      })
      const config = CentralConfig.parse((await callJson(own, 'GET', '/v1/config')).body)
      expect(config.revoked_operators).toContain('revoked-1')
      const { events } = EventsAnswer.parse((await callJson(own, 'GET', '/v1/events')).body)
      expect(events).toContainEqual(expect.objectContaining({ type: 'operator_revoked', operator_id: 'revoked-1' }))
    })

    test('overrides: a known manager’s signature for this case', async () => {
      const own = await activeStation()
      const manager = await makeKeyPair()
      await admit(central, own, 'manager-1', { role: 'manager', key: manager })
      const withOverride = async (changes: { applicationId?: string; managerId?: string; key?: typeof manager }) => {
        const application = await openApplication()
        const payload = makePayload(own, application)
        const key = changes.key ?? manager
        const text = 'The chip does not answer on two readers'
        const claims = {
          session_id: payload.session_id,
          application_id: changes.applicationId ?? application.applicationId,
          enroller_id: payload.operator.operator_id,
          manager_id: changes.managerId ?? 'manager-1',
          gate: 'chip_required',
          reason: 'chip_defective',
          text,
          given_at: payload.captured_at,
        }
        const signature = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
          .setProtectedHeader({ alg: 'ES256', typ: 'guichet-override+jwt' })
          .sign(key.privateKey)
        const override = {
          gate: 'chip_required' as const,
          managerId: changes.managerId ?? 'manager-1',
          reason: 'chip_defective' as const,
          text,
          givenAt: payload.captured_at,
          signature,
          manager_key: key.publicJwk,
        }
        const { session_id, captured_at } = payload
        return decisionOn({ session_id, captured_at, overrides: [override] }, application, own)
      }
      expect(await withOverride({})).toMatchObject({ state: 'MANUAL_REVIEW', reasons: ['chip_released'] })
      expect(await withOverride({ applicationId: randomUUID() })).toMatchObject({
        state: 'QUARANTINED',
        reasons: ['override_signature_invalid'],
      })
      expect(await withOverride({ key: await makeKeyPair() })).toMatchObject({
        state: 'MANUAL_REVIEW',
        reasons: ['override_manager_unknown', 'chip_released'],
      })
      // The enroller under another spelling is still the enroller (ALICE and alice).
      expect(await withOverride({ managerId: 'CLERK-1' })).toMatchObject({
        state: 'QUARANTINED',
        reasons: ['override_own_case'],
      })
    })

    test('an administrator decides what is set aside, once', async () => {
      const late = await activeStation()
      late.operator = await makeKeyPair()
      await admit(central, late, 'late-1', { trainedUntil: '2021-01-01' })
      const operator = { ...expired(late), operator_id: 'late-1' }
      const { sealed, about, state } = await decisionOn({ operator }, undefined, late)
      expect(state).toBe('MANUAL_REVIEW')
      const key = { stationId: late.stationId, packetId: sealed.packetId }
      const wrong = [
        // Nothing of the visit shows it: an application is not closed for good because of a clerk's training.
        { state: 'REJECTED', grounds: ['document_expired'], decidedBy: 'admin' },
        { state: 'REJECTED', grounds: ['visit_not_genuine'], decidedBy: 'admin' },
        { state: 'APPROVED', grounds: ['chip_examined'], decidedBy: 'admin' },
      ] as const
      for (const one of wrong)
        await expect(central.decide(key, one)).rejects.toMatchObject({ code: 'review_ground_wrong' })
      expect(await statusOfApplication(about.applicationId)).toBe('open')
      const decision = { state: 'APPROVED', grounds: ['people_confirmed'], decidedBy: 'admin' } as const
      await central.decide(key, decision)
      expect(await statusOf(late, sealed)).toEqual({ state: 'APPROVED', reasons: ['people_confirmed'] })
      await expect(central.decide(key, decision)).rejects.toMatchObject({ code: 'forbidden' })
      expect(await statusOfApplication(about.applicationId)).toBe('verified')
    })

    function expired(own: VirtualStation) {
      return { role: 'clerk' as const, trained_on: '2020-01-01', key: own.operator.publicJwk }
    }
  })

  describe.runIf(installed)('applications and visits', () => {
    const lookup = (reference: string) =>
      callJson(station, 'POST', '/v1/applications/lookup', { reference, operator_id: 'clerk-1' })

    test('lookup: found, and each refusal; all of it audited', async () => {
      const open = await openApplication()
      const { body } = await lookup(open.reference.toLowerCase())
      expect(JSON.stringify(body), 'nothing in clear').not.toContain(open.applicationId)
      const found = LookupAnswer.parse(await openSealed(station, body.sealed))
      expect(found).toEqual({
        application: { ...open, seenBy: [] },
        lost_stolen_checked: true,
        chip_nonce: expect.any(String),
      })
      expectProblem(await lookup('???'), 400, 'reference_malformed')
      expectProblem(await lookup(makeReference(new Uint8Array(9).fill(7))), 404, 'application_unknown')
      const refusals = { verified: 'application_already_verified', cancelled: 'application_cancelled' } as const
      for (const [status, code] of Object.entries(refusals)) {
        const closed = await openApplication({ status: status as 'verified' })
        expectProblem(await lookup(closed.reference), 409, code)
      }
      const refused = await openApplication({ status: 'refused' })
      expectProblem(await lookup(refused.reference), 409, 'application_refused')
      const old = await openApplication({ expiresAt: '2026-01-02T00:00:00.000Z' })
      expectProblem(await lookup(old.reference), 409, 'application_expired')
      const unconfirmed = testApplication()
      await central.addApplication(unconfirmed, { emailConfirmed: false })
      expectProblem(await lookup(unconfirmed.reference), 409, 'application_email_unconfirmed')
      const audited = await central.db
        .selectFrom('audit')
        .select(['actor', 'result'])
        .where('subject', 'in', [open.reference, old.reference])
        .execute()
      expect(audited.map(({ result }) => result).sort()).toEqual(['application_expired', 'found'])
    })

    test('a document reported lost is not told at the counter, but left open for central', async () => {
      const application = await openApplication()
      await central.reportLost(application.declared)
      const { body } = await lookup(application.reference)
      expect(await openSealed(station, body.sealed)).toMatchObject({ lost_stolen_checked: false })
    })

    test('visits: encrypted to the station, only for its own operators; outcomes settle them', async () => {
      const application = await openApplication({ channel: 'home' })
      const startsAt = new Date().toISOString()
      const visit = {
        applicationId: application.applicationId,
        operatorId: 'postman-1',
        startsAt,
        endsAt: startsAt,
        note: null,
      }
      await central.addAppointment(visit)
      const ask = async () =>
        AppointmentsAnswer.parse((await callJson(station, 'GET', '/v1/appointments?operator_id=postman-1')).body).items
      expect(await ask()).toEqual([])
      await admit(central, station, 'postman-1', { role: 'postman', key: await makeKeyPair() })
      const [item] = await ask()
      const opened = await compactDecrypt(item!, station.encryption.privateKey)
      const { appointment, application: carried } = JSON.parse(new TextDecoder().decode(opened.plaintext))
      expect(carried).toEqual({ ...application, seenBy: [] })
      const path = `/v1/appointments/${appointment.appointmentId}/outcome`
      const body = { outcome: 'no_show', at: startsAt, operator_id: 'postman-1', note: null }
      expectProblem(
        await callJson(station, 'POST', path, { ...body, operator_id: 'postman-2' }),
        404,
        'appointment_unknown',
      )
      // Told of a day before, or with a clock set ahead of a visit of the day after tomorrow: nobody can have been absent.
      const before = new Date(Date.parse(startsAt) - 2 * 86_400_000).toISOString()
      expectProblem(await callJson(station, 'POST', path, { ...body, at: before }), 409, 'visit_not_due')
      const dayAfter = new Date(Date.parse(startsAt) + 2 * 86_400_000)
      const moveTo = (starts_at: Date) =>
        central.db
          .updateTable('appointment')
          .set({ starts_at })
          .where('appointment_id', '=', appointment.appointmentId)
          .execute()
      await moveTo(dayAfter)
      expectProblem(
        await callJson(station, 'POST', path, { ...body, at: dayAfter.toISOString() }),
        409,
        'visit_not_due',
      )
      await moveTo(new Date(startsAt))
      expect((await callJson(station, 'POST', path, body)).status).toBe(204)
      expect((await callJson(station, 'POST', path, body)).status).toBe(204)
      expect(await ask()).toEqual([])
    })

    test('events page on from any cursor', async () => {
      const whole = EventsAnswer.parse((await callJson(station, 'GET', '/v1/events?limit=500')).body)
      const first = EventsAnswer.parse((await callJson(station, 'GET', '/v1/events?limit=1')).body)
      const rest = EventsAnswer.parse((await callJson(station, 'GET', `/v1/events?limit=500&after=${first.next}`)).body)
      expect([...first.events, ...rest.events]).toEqual(whole.events)
      expectProblem(await callJson(station, 'GET', '/v1/events?after=abc'), 400, 'request_invalid')
    })
  })

  test.runIf(installed)('health, description and unknown paths', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect((await request(central.url, { method: 'GET', path })).body).toEqual({ status: 'ok' })
    }
    const { body } = await request(central.url, { method: 'GET', path: '/v1/openapi.json' })
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths)).toContain('/v1/packets/{packet_id}')
    expectProblem(await request(central.url, { method: 'GET', path: '/nothing' }), 404, 'not_found')
    const bad = {
      method: 'POST',
      path: '/v1/packets/status',
      body: '{"packet_ids":',
      headers: { 'content-type': 'application/json' },
    }
    expectProblem(await call(station, bad), 400, 'request_invalid')
  })
})

describe.runIf(hasPostgres)('several instances on one database', () => {
  let cluster: PostgresCluster
  const instances: RunningCentral[] = []
  beforeAll(async () => {
    cluster = await sharedPostgres()
    const databaseUrl = await cluster.createDatabase()
    // Started together on an empty database: migrations and keys are made once.
    const start = () => createCentral({ environment: 'production', databaseUrl, poolSize: 5 })
    instances.push(...(await Promise.all([start(), start()])))
    await trustTestIssuer(instances[0]!)
  })
  afterAll(async () => {
    await Promise.all(instances.map((one) => one.stop()))
    await cluster.stop()
  })

  test('a station goes from one to the other within its token, and each knows what the other did', async () => {
    const [one, two] = instances as [RunningCentral, RunningCentral]
    const station = await registerStation(one.url, await one.issueStationCode('Brest'))
    await two.activateStation(station.stationId, station.key.kid)
    await admit(two, station, 'clerk-1')
    station.config = await openConfig((await callJson(station, 'GET', '/v1/config')).body)
    const kid = await two.rotateKey('encryption')
    const application = testApplication()
    await one.addApplication(application)
    const elsewhere = { ...station, url: two.url }
    elsewhere.config = await openConfig((await callJson(elsewhere, 'GET', '/v1/config')).body)
    expect(elsewhere.config.encryption_keys[0]!.kid).toBe(kid)
    const sealed = await sealNext(elsewhere, application)
    // The first instance has not heard of the new key yet, and finds it.
    const both = await Promise.all([putPacket(station, sealed), putPacket(elsewhere, sealed)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 202])
    expect(both[0].body).toEqual(both[1].body)
    await one.settled()
    const reply = await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [sealed.packetId] })
    expect(reply.body.packets[0].state).toBe('APPROVED')
  })
})

describe('one embedded instance, kept on disk', () => {
  test('training: seeded, repeatable, visits for today; keys and packets survive a restart', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'guichet-central-'))
    const wrapKey = createHash('sha256').update('test').digest()
    const start = (key: Uint8Array | null) =>
      createCentral({ environment: 'training', seed: 'training', dataFolder, wrapKey: key })
    let central = await start(wrapKey)
    const station = await joinStation(central.url, 'TRAINING-STATION')
    const visits = await callJson(station, 'GET', '/v1/appointments?operator_id=anybody')
    const items = AppointmentsAnswer.parse(visits.body).items
    expect(items.length).toBeGreaterThan(0)
    const opened = await compactDecrypt(items[0]!, station.encryption.privateKey)
    const { application } = JSON.parse(new TextDecoder().decode(opened.plaintext)) as { application: Application }
    const lookup = () =>
      callJson(station, 'POST', '/v1/applications/lookup', { reference: application.reference, operator_id: 'anybody' })
    const sealed = await sealNext(station, application)
    const { receipt } = (await putPacket(station, sealed)).body
    await central.settled()
    expect((await lookup()).status).toBe(200)
    await central.stop()
    await expect(start(null)).rejects.toMatchObject({ code: 'store_key_wrong' })
    const production = createCentral({ environment: 'production', dataFolder, wrapKey })
    await expect(production).rejects.toMatchObject({ code: 'training_forbidden' })
    central = await start(wrapKey)
    station.url = central.url
    station.token = null
    station.nonce = await freshNonce(central.url)
    const again = await putPacket(station, sealed)
    expect([again.status, again.body.receipt]).toEqual([200, receipt])
    await central.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }, 120_000)

  test('a caller that asks too often, or too many uploads at once, is told when to come back', async () => {
    const limits = { requestsPerSecond: 0.001, requestsBurst: 3, uploadsAtOnce: 0 }
    const central = await createCentral({ environment: 'training', seed: 'training', limits })
    const station = await joinStation(central.url, 'TRAINING-STATION')
    const full = await putPacket(station, await sealNext(station, testApplication()))
    expectProblem(full, 503, 'unavailable')
    expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0)
    await callJson(station, 'GET', '/v1/config')
    const limited = await callJson(station, 'GET', '/v1/config')
    expectProblem(limited, 429, 'rate_limited')
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    await central.stop()
  })
})
