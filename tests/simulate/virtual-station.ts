import { createHash, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import {
  calculateJwkThumbprint,
  compactDecrypt,
  compactVerify,
  decodeJwt,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
} from 'jose'
import { CentralConfig, KeySet } from '../../src/contract/protocol/config.ts'
import { PublicJwk } from '../../src/contract/protocol/jwk.ts'
import { TimeAnswer } from '../../src/contract/protocol/problem.ts'
import { RegisterAnswer, TokenAnswer } from '../../src/contract/protocol/station.ts'

export type KeyPair = { privateKey: CryptoKey; publicJwk: PublicJwk; kid: string }
export type Reply = { status: number; body: any; headers: Headers } // eslint-disable-line @typescript-eslint/no-explicit-any
export type Send = { method: string; path: string; headers?: Record<string, string>; body?: string | Uint8Array }

/** A station reduced to its protocol: real keys, real tokens, real proofs; no store. */
export type VirtualStation = {
  url: string
  stationId: string
  key: KeyPair
  encryption: KeyPair
  operator: KeyPair
  nonce: string
  token: string | null
  config: OpenedConfig
  seq: number
  lastHash: string
}

export async function makeKeyPair(algorithm: 'ES256' | 'ECDH-ES' = 'ES256'): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { crv: 'P-256', extractable: true })
  const jwk = await exportJWK(publicKey)
  return { privateKey, publicJwk: PublicJwk.parse(jwk), kid: await calculateJwkThumbprint(jwk) }
}

export type ProofOptions = { accessToken?: string | null; nonce?: string; htu?: string; htm?: string; jti?: string }

export function makeProof(key: KeyPair, method: string, url: string, options: ProofOptions = {}): Promise<string> {
  const { accessToken = null, nonce } = options
  const ath = accessToken === null ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }
  const claims = { htm: options.htm ?? method, htu: options.htu ?? url.split('?')[0]!, ...ath }
  const { kty, crv, x, y } = key.publicJwk
  return new SignJWT({ ...claims, jti: options.jti ?? randomUUID(), ...(nonce ? { nonce } : {}) })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } })
    .setIssuedAt()
    .sign(key.privateKey)
}

export async function request(url: string, { method, path, headers = {}, body }: Send): Promise<Reply> {
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: body as BodyInit }),
  })
  const text = await response.text()
  const json = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers }
}

/** Thousands of stations at one address: central counts those without a token by it, and asks them to come back. */
async function patiently(attempt: () => Promise<Reply>): Promise<Reply> {
  for (;;) {
    const reply = await attempt()
    if (reply.status !== 429) return reply
    await setTimeout((1 + Math.random()) * 1000 * Number(reply.headers.get('retry-after') ?? 1))
  }
}

export async function freshNonce(url: string): Promise<string> {
  return (await request(url, { method: 'GET', path: '/v1/time' })).headers.get('dpop-nonce')!
}

export type RegisterOptions = { kind?: 'counter' | 'tablet'; key?: KeyPair; timeZone?: string }

export async function registerStation(
  url: string,
  code: string,
  options: RegisterOptions = {},
): Promise<VirtualStation> {
  const [key, encryption, operator, nonce] = await Promise.all([
    options.key ?? makeKeyPair(),
    makeKeyPair('ECDH-ES'),
    makeKeyPair(),
    freshNonce(url),
  ])
  const body = JSON.stringify({
    code,
    public_key: key.publicJwk,
    encryption_key: encryption.publicJwk,
    kind: options.kind ?? 'counter',
    software_version: '0.1.0',
    time_zone: options.timeZone,
  })
  const path = '/v1/stations/register'
  const reply = await patiently(async () => {
    const headers = { 'content-type': 'application/json', dpop: await makeProof(key, 'POST', url + path, { nonce }) }
    return request(url, { method: 'POST', path, headers, body })
  })
  if (reply.status !== 201) throw new Error(`register: ${reply.status} ${JSON.stringify(reply.body)}`)
  const { station_id: stationId } = RegisterAnswer.parse(reply.body)
  const start = { seq: 0, lastHash: createHash('sha256').update('').digest('hex') }
  return { url, stationId, key, encryption, operator, nonce, token: null, config: null as never, ...start }
}

/** Central's time in seconds: a station goes by it, whatever its own clock says. */
async function centralSeconds(url: string): Promise<number> {
  const reply = await patiently(() => request(url, { method: 'GET', path: '/v1/time' }))
  const { server_time: serverTime } = TimeAnswer.parse(reply.body)
  return Math.floor(Date.parse(serverTime) / 1000)
}

export async function fetchToken(station: VirtualStation): Promise<string> {
  const path = '/v1/token'
  const now = await centralSeconds(station.url)
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', kid: station.key.kid })
    .setIssuer(station.stationId)
    .setSubject(station.stationId)
    .setAudience(station.url + path)
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(station.key.privateKey)
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }).toString()
  const reply = await patiently(async () => {
    const dpop = await makeProof(station.key, 'POST', station.url + path, { nonce: station.nonce })
    const headers = { 'content-type': 'application/x-www-form-urlencoded', dpop }
    return request(station.url, { method: 'POST', path, headers, body })
  })
  if (reply.status !== 200) throw new Error(`token: ${reply.status} ${JSON.stringify(reply.body)}`)
  return TokenAnswer.parse(reply.body).access_token
}

/** A call as the station: token and proof added, the nonce kept, one more try when central asks for a newer nonce. */
export async function call(station: VirtualStation, send: Send): Promise<Reply> {
  station.token ??= await fetchToken(station)
  const once = async () => {
    const proof = { accessToken: station.token, nonce: station.nonce }
    const dpop = await makeProof(station.key, send.method, station.url + send.path, proof)
    const headers = { authorization: `DPoP ${station.token}`, dpop, ...send.headers }
    const reply = await request(station.url, { ...send, headers })
    station.nonce = reply.headers.get('dpop-nonce') ?? station.nonce
    return reply
  }
  const first = await once()
  if (first.status !== 401) return first
  if (first.body.code === 'token_invalid') station.token = await fetchToken(station)
  return once()
}

export function callJson(station: VirtualStation, method: string, path: string, body?: unknown): Promise<Reply> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  return call(station, { method, path, ...json })
}

/** Its keys as the newest signing key vouches for them. */
export type OpenedConfig = CentralConfig & KeySet

export async function openConfig(body: unknown): Promise<OpenedConfig> {
  const config = CentralConfig.parse(body)
  const named = KeySet.parse(decodeJwt(config.keys[0]!))
  const { payload } = await compactVerify(config.keys[0]!, await importJWK(named.signing_keys[0]! as never, 'ES256'))
  return { ...config, ...KeySet.parse(JSON.parse(new TextDecoder().decode(payload))) }
}

/** Registers, gets a token and the configuration: ready to seal. */
export async function joinStation(url: string, code: string, options: RegisterOptions = {}): Promise<VirtualStation> {
  const station = await registerStation(url, code, options)
  const reply = await callJson(station, 'GET', '/v1/config')
  station.config = await openConfig(reply.body)
  return station
}

/** What central encrypted to the station. */
export async function openSealed(station: Pick<VirtualStation, 'encryption'>, sealed: string): Promise<unknown> {
  const { plaintext } = await compactDecrypt(sealed, station.encryption.privateKey)
  return JSON.parse(new TextDecoder().decode(plaintext))
}
