import { createHash } from 'node:crypto'
import { CompactEncrypt, GeneralSign, importJWK } from 'jose'
import { v7 as uuidv7 } from 'uuid'
import type { Application } from '../../src/contract/application.ts'
import type { PacketPayload } from '../../src/contract/sync.ts'
import { call, type KeyPair, type Reply, type VirtualStation } from './virtual-station.ts'

export type Sealed = { packetId: string; jwe: Uint8Array; sha256: string; payload: PacketPayload }

/** What a flawless counter session says about an application, as the n-th packet of a station. */
export function makePayload(
  station: VirtualStation,
  application: Pick<Application, 'applicationId' | 'reference' | 'declared'>,
  more: Partial<PacketPayload> = {},
): PacketPayload {
  const { declared } = application
  const now = new Date().toISOString()
  const verified = (name: PacketPayload['chip_checks'][number]['name']) =>
    ({ name, verdict: 'passed', reason: null, detail: null }) as const
  const eligible = (rule: PacketPayload['eligibility'][number]['rule']) =>
    ({ rule, verdict: 'passed', reason: null, facts: {} }) as const
  const same = (field: PacketPayload['match'][number]['field']) => ({ field, class: 'same' as const, rules: [] })
  return {
    version: 1,
    environment: station.config.environment,
    packet_id: uuidv7(),
    session_id: uuidv7(),
    application_id: application.applicationId,
    reference: application.reference,
    station_id: station.stationId,
    seq: station.seq + 1,
    prev_hash: station.lastHash,
    captured_at: now,
    last_server_time: station.config.server_time,
    started_at: now,
    channel: 'counter',
    operator: { operator_id: 'clerk-1', role: 'clerk', trained_on: now.slice(0, 10), key: station.operator.publicJwk },
    document: {
      type: declared.documentType,
      issuer: 'FRA',
      expiry_date: `${new Date().getUTCFullYear() + 5}-01-01`,
      last4: declared.documentNumber.slice(-4),
    },
    identity: {
      source: 'chip',
      surname: declared.birthName,
      usageName: declared.usageName,
      givenNames: declared.givenNames.join(' '),
      birthDate: declared.birthDate,
      birthPlace: declared.birthPlace.name,
      sex: declared.sex,
      nationality: declared.nationality,
      issuer: 'FRA',
      issueDate: null,
      expiryDate: `${new Date().getUTCFullYear() + 5}-01-01`,
      namesTruncated: false,
    },
    match: (['surname', 'given_names', 'birth_date', 'nationality', 'document_type', 'document_number'] as const).map(
      same,
    ),
    eligibility: (['document_accepted', 'document_valid', 'adult'] as const).map(eligible),
    chip_checks: (['access', 'signature', 'hashes', 'chain', 'active_authentication', 'mrz_agrees'] as const).map(
      verified,
    ),
    inspection: ['hologram', 'relief', 'laser'].map((featureId) => ({ featureId, answer: 'present' as const })),
    person: { judgement: 'same', differing: [] },
    overrides: [],
    deferred: [],
    consent: { givenAt: now, textVersion: '1', language: 'fr' },
    outcome: 'approved',
    reasons: [],
    policy_version: 1,
    software_version: '0.1.0',
    ...more,
  }
}

export type SealOptions = { operator?: KeyPair; station?: KeyPair; encryptTo?: PacketPayload['operator']['key'] }

/** Seals as contract/sync.ts says: two ES256 signatures inside a compact JWE. Does not advance the station. */
export async function seal(
  station: VirtualStation,
  payload: PacketPayload,
  options: SealOptions = {},
): Promise<Sealed> {
  const operator = options.operator ?? station.operator
  const stationKey = options.station ?? station.key
  const jws = await new GeneralSign(new TextEncoder().encode(JSON.stringify(payload)))
    .addSignature(operator.privateKey)
    .setProtectedHeader({ alg: 'ES256', kid: operator.kid, role: 'operator' })
    .addSignature(stationKey.privateKey)
    .setProtectedHeader({ alg: 'ES256', kid: stationKey.kid, role: 'station' })
    .sign()
  return encrypt(station, payload, JSON.stringify(jws), options.encryptTo)
}

/** The outer layer alone, for packets that are wrong inside. */
export async function encrypt(
  station: VirtualStation,
  payload: PacketPayload,
  text: string,
  to = station.config.encryption_keys[0]!,
): Promise<Sealed> {
  const { kty, crv, x, y } = to
  const compact = await new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JOSE+JSON', kid: to.kid! })
    .encrypt(await importJWK({ kty, crv, x, y }, 'ECDH-ES'))
  const jwe = new TextEncoder().encode(compact)
  return { packetId: payload.packet_id, jwe, sha256: createHash('sha256').update(jwe).digest('hex'), payload }
}

/** Seals the station's next packet and advances its chain. */
export async function sealNext(
  station: VirtualStation,
  application: Pick<Application, 'applicationId' | 'reference' | 'declared'>,
  more: Partial<PacketPayload> = {},
): Promise<Sealed> {
  const sealed = await seal(station, makePayload(station, application, more))
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
