import { createHash, randomBytes } from 'node:crypto'
import { CompactEncrypt, GeneralSign, importJWK } from 'jose'
import { v7 as uuidv7 } from 'uuid'
import type { Application } from '../../src/contract/application.ts'
import type { EligibilityCheck } from '../../src/contract/match.ts'
import type { PacketPayload } from '../../src/contract/protocol/packet.ts'
import { addYears } from '../../src/enrolment/dates.ts'
import { localDay } from '../../src/enrolment/local-day.ts'
import type { ChallengeParts } from '../../src/evidence/active-challenge.ts'
import { declarationDigest } from '../../src/evidence/declaration-digest.ts'
import { makeVisit } from '../../src/station/testing/made-visit.ts'
import { call, type KeyPair, type Reply, type VirtualStation } from './virtual-station.ts'

export type Sealed = { packetId: string; jwe: Uint8Array; sha256: string; payload: PacketPayload }

/** A payload with the evidence it promises, as bytes. */
export type Packet = { payload: PacketPayload; evidence: Uint8Array | null }

const placeZone = 'Europe/Paris'

/** The register's row of a station that could not ask. */
const unasked = (check: EligibilityCheck): EligibilityCheck =>
  check.rule === 'lost_stolen' ? { ...check, verdict: 'deferred' } : check

/** What a packet says of the station that seals it. */
export type Sealer = Pick<VirtualStation, 'stationId' | 'seq' | 'lastHash'> & {
  config: Pick<VirtualStation['config'], 'environment'>
  operator: Pick<KeyPair, 'publicJwk'>
}

/** What a flawless counter session says about an application, as the n-th packet of a station, and its evidence. */
export function makePacket(
  station: Sealer,
  application: Pick<Application, 'applicationId' | 'reference' | 'declared'>,
  more: Partial<PacketPayload> = {},
  isMute = more.overrides?.some(({ gate }) => gate === 'chip_required') ?? false,
  asked?: ChallengeParts,
): Packet {
  const { declared } = application
  const now = more.captured_at ?? new Date().toISOString()
  const sessionId = more.session_id ?? uuidv7()
  const day = localDay(now, placeZone)
  const {
    visit,
    mrzLines: _,
    ...made
  } = makeVisit({
    declared,
    at: now,
    today: day,
    sessionId,
    authority: 'test',
    isMute,
    ...(asked && { asked }),
    // What a refusal says of the document is true of it.
    ...(more.reasons?.includes('document_expired') && { mrz: { expiryDate: addYears(day, -1) } }),
  })
  const isAsked = more.deferred?.includes('lost_stolen') !== true
  const salt = randomBytes(32).toString('base64url')
  const part = { version: 1, salt, ...visit.evidence, declaredSha256: declarationDigest(salt, visit.declared!) }
  const evidence = Buffer.from(JSON.stringify(part))
  const payload: PacketPayload = {
    version: 2,
    environment: station.config.environment,
    packet_id: uuidv7(),
    session_id: sessionId,
    application_id: application.applicationId,
    reference: application.reference,
    station_id: station.stationId,
    seq: station.seq + 1,
    prev_hash: station.lastHash,
    captured_at: now,
    last_server_time: now,
    started_at: now,
    time_zone: placeZone,
    local_day: day,
    time_proof: 'central',
    roster_as_of: now,
    channel: 'counter',
    operator: { operator_id: 'clerk-1', role: 'clerk', trained_on: now.slice(0, 10), key: station.operator.publicJwk },
    ...made,
    eligibility: made.eligibility.map((one) => (isAsked ? one : unasked(one))),
    person: { judgement: 'same', differing: [] },
    overrides: [],
    deferred: [],
    consent: { givenAt: now, textVersion: '2026-01', language: 'fr' },
    outcome: 'approved',
    reasons: [],
    policy_version: 1,
    software_version: '0.1.0',
    evidence_sha256: createHash('sha256').update(evidence).digest('hex'),
    ...more,
  }
  return { payload, evidence }
}

/** The payload alone. */
export const makePayload = (...given: Parameters<typeof makePacket>): PacketPayload => makePacket(...given).payload

/** The same as stations sealed it before evidence went with it. */
export function asVersion1({ payload }: Packet): PacketPayload {
  const { time_zone, local_day, time_proof, printed, comparison_confirmed, ...older } = payload
  const { chip_unavailable, evidence_sha256, ...old } = older
  void [time_zone, local_day, time_proof, printed, comparison_confirmed, chip_unavailable, evidence_sha256]
  return { ...old, version: 1 } as unknown as PacketPayload
}

export type SealOptions = { operator?: KeyPair; station?: KeyPair; encryptTo?: PacketPayload['operator']['key'] }

/** Seals as contract/sync.ts says: two ES256 signatures inside a compact JWE. Does not advance the station. */
export async function seal(
  station: VirtualStation,
  given: PacketPayload | Packet,
  options: SealOptions = {},
): Promise<Sealed> {
  const { payload, evidence } = 'payload' in given ? given : { payload: given, evidence: null }
  const operator = options.operator ?? station.operator
  const stationKey = options.station ?? station.key
  const jws = await new GeneralSign(new TextEncoder().encode(JSON.stringify(payload)))
    .addSignature(operator.privateKey)
    .setProtectedHeader({ alg: 'ES256', kid: operator.kid, role: 'operator' })
    .addSignature(stationKey.privateKey)
    .setProtectedHeader({ alg: 'ES256', kid: stationKey.kid, role: 'station' })
    .sign()
  return encrypt(station, payload, JSON.stringify(jws), options.encryptTo, evidence)
}

/** The outer layer alone, for packets that are wrong inside. */
export async function encrypt(
  station: VirtualStation,
  payload: PacketPayload,
  text: string,
  to = station.config.encryption_keys[0]!,
  evidence: Uint8Array | null = null,
): Promise<Sealed> {
  const packet = await encryptText(new TextEncoder().encode(text), to, 'JOSE+JSON')
  const beside = evidence === null ? '' : `~${await encryptText(evidence, to, 'guichet-evidence+json')}`
  const jwe = new TextEncoder().encode(packet + beside)
  return { packetId: payload.packet_id, jwe, sha256: createHash('sha256').update(jwe).digest('hex'), payload }
}

async function encryptText(plain: Uint8Array, to: PacketPayload['operator']['key'], cty: string): Promise<string> {
  const { kty, crv, x, y } = to
  return new CompactEncrypt(plain)
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty, kid: to.kid! })
    .encrypt(await importJWK({ kty, crv, x, y }, 'ECDH-ES'))
}

/** Seals the station's next packet and advances its chain. */
export async function sealNext(
  station: VirtualStation,
  application: Pick<Application, 'applicationId' | 'reference' | 'declared'>,
  more: Partial<PacketPayload> = {},
): Promise<Sealed> {
  const sealed = await seal(station, makePacket(station, application, more))
  station.seq = sealed.payload.seq
  station.lastHash = sealed.sha256
  return sealed
}

type AboutVisit = Parameters<typeof makePacket> extends [Sealer, ...infer About] ? About : never

/** As sealNext, a packet of version 1. */
export async function sealNextOld(station: VirtualStation, ...given: AboutVisit): Promise<Sealed> {
  const sealed = await seal(station, asVersion1(makePacket(station, ...given)))
  station.seq = sealed.payload.seq
  station.lastHash = sealed.sha256
  return sealed
}

export function contentDigest(bytes: Uint8Array): string {
  return `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`
}

export function putPacket(
  station: VirtualStation,
  sealed: Sealed,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return call(station, {
    method: 'PUT',
    path: `/v1/packets/${sealed.packetId}`,
    headers: { 'content-type': 'application/jose', 'content-digest': contentDigest(sealed.jwe), ...headers },
    body: sealed.jwe,
  })
}
