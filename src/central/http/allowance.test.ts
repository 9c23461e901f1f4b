import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  freshNonce,
  joinStation,
  makeKeyPair,
  makeProof,
  request,
  type VirtualStation,
} from '../../../tests/simulate/virtual-station.ts'
import { createCentral, type RunningCentral } from '../central.ts'

// The clock is the test's: allowances come back when it says so.
let ms = Date.now()
const rest = (seconds: number) => void (ms += seconds * 1000)
const requestsBurst = 4
const options = { environment: 'training', limits: { requestsPerSecond: 1, requestsBurst } } as const
let central: RunningCentral
let station: VirtualStation

beforeAll(async () => {
  central = await createCentral({ ...options, seed: 'training', now: () => new Date(ms) })
  station = await joinStation(central.url, 'TRAINING-STATION')
})
afterAll(() => central.stop())
beforeEach(() => rest(60))

const path = '/v1/applications/lookup'
const body = JSON.stringify({ reference: 'AAA-AAA-AAAA', operator_id: 'clerk-1' })
const answered = 'application_unknown'

/** A lookup's headers: sent again, they are the same proof again. */
async function lookupHeaders({ key, token }: Pick<VirtualStation, 'key' | 'token'>, nonce: string) {
  const dpop = await makeProof(key, 'POST', central.url + path, { accessToken: token, nonce })
  return { authorization: `DPoP ${token}`, dpop, 'content-type': 'application/json' }
}
const send = async (headers: Record<string, string>): Promise<string> =>
  (await request(central.url, { method: 'POST', path, body, headers })).body.code

test('being asked to come back costs no proof: the same one is good a little later, and then used', async () => {
  const nonce = await freshNonce(central.url)
  for (let i = 0; i < requestsBurst; i++) expect(await send(await lookupHeaders(station, nonce))).toBe(answered)
  const headers = await lookupHeaders(station, nonce)
  expect(await send(headers)).toBe('rate_limited')
  expect(await send(headers)).toBe('rate_limited')
  rest(2)
  expect(await send(headers)).toBe(answered)
  expect(await send(headers)).toBe('proof_invalid')
})

test('nobody spends a station’s allowance with its token or its used proofs', async () => {
  const nonce = await freshNonce(central.url)
  const used = await lookupHeaders(station, nonce)
  expect(await send(used)).toBe(answered)
  const thief = { key: await makeKeyPair(), token: station.token }
  for (let i = 0; i < 3 * requestsBurst; i++) {
    expect(await send(used)).toBe('proof_invalid')
    expect(await send(await lookupHeaders(thief, nonce))).toBe('token_invalid')
    expect(await send({ ...used, dpop: 'none' })).toBe('proof_invalid')
  }
  for (let i = 1; i < requestsBurst; i++) expect(await send(await lookupHeaders(station, nonce))).toBe(answered)
  expect(await send(await lookupHeaders(station, nonce))).toBe('rate_limited')
})

test('strangers at its address do not keep a station from its token', async () => {
  const time = async () => (await request(central.url, { method: 'GET', path: '/v1/time' })).status
  const nonce = await freshNonce(central.url)
  for (let i = 0; i < 3 * requestsBurst; i++) await time()
  expect(await time()).toBe(429)
  const askToken = async (key: VirtualStation['key']) => {
    const dpop = await makeProof(key, 'POST', `${central.url}/v1/token`, { nonce })
    const headers = { dpop, 'content-type': 'application/x-www-form-urlencoded' }
    return (await request(central.url, { method: 'POST', path: '/v1/token', headers, body: 'grant_type=x' })).body.code
  }
  expect(await askToken(station.key), 'it is heard').toBe('request_invalid')
  expect(await askToken(await makeKeyPair()), 'a stranger is not').toBe('rate_limited')
})

test('behind a proxy the address is the one that the proxy saw, not one that the caller wrote', async () => {
  const proxied = await createCentral({ ...options, publicOrigin: 'https://central.test', now: () => new Date(ms) })
  const ask = async (forwarded: string) =>
    (await request(proxied.url, { method: 'GET', path: '/v1/time', headers: { 'x-forwarded-for': forwarded } })).status
  for (let i = 0; i < requestsBurst; i++) expect(await ask(`198.51.100.${i}, 203.0.113.9`)).toBe(200)
  expect(await ask('198.51.100.77, 203.0.113.9'), 'another name changes nothing').toBe(429)
  expect(await ask('203.0.113.9, 203.0.113.10'), 'nor does it spend another’s').toBe(200)
  await proxied.stop()
})

test('behind a proxy that does not say who asks, strangers close neither the time nor a station’s way in', async () => {
  const lines: string[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) })
  const plain = await createCentral({ ...options, publicOrigin: 'http://central.test', now: () => new Date(ms), log })
  const time = async () => (await request(plain.url, { method: 'GET', path: '/v1/time' })).status
  for (let i = 0; i < 5 * requestsBurst; i++) expect(await time()).toBe(200)
  expect(
    lines.filter((line) => line.includes('X-Forwarded-For')),
    'said once',
  ).toHaveLength(1)
  await plain.stop()
})

test('a proxy that central was not told of is named', async () => {
  const lines: string[] = []
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) })
  const untold = await createCentral({ ...options, now: () => new Date(ms), log })
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  for (let i = 0; i < 2; i++) await request(untold.url, { method: 'GET', path: '/v1/time', headers })
  expect(lines.filter((line) => line.includes('GUICHET_PUBLIC_ORIGIN is not set'))).toHaveLength(1)
  await untold.stop()
})
