import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHash, randomUUID } from 'node:crypto'
import { decodeJwt, exportJWK, SignJWT } from 'jose'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import {
  callJson,
  freshNonce,
  makeKeyPair,
  request,
  type VirtualStation,
} from '../../../tests/simulate/virtual-station.ts'
import { normalizeOrigin } from './origin.ts'

describe.each(databases)('who asks is known, on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  const token = 'a-token-of-the-test'
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { adminToken: token })
    station = await activeStation(running.central)
  })
  afterAll(() => running?.stop())

  async function proof(more: { jwk?: object; claims?: object; path?: string } = {}): Promise<string> {
    const { kty, crv, x, y } = station.key.publicJwk
    const ath = createHash('sha256').update(station.token!).digest('base64url')
    const htu = station.url + (more.path ?? '/v1/config')
    const nonce = await freshNonce(station.url)
    return new SignJWT({ htm: 'GET', htu, ath, nonce, jti: randomUUID(), ...more.claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y, ...more.jwk } as never })
      .sign(station.key.privateKey)
  }
  async function ask(dpop: string): Promise<string> {
    const headers = { authorization: `DPoP ${station.token}`, dpop }
    const { status, body } = await request(station.url, { method: 'GET', path: '/v1/config', headers })
    return status === 200 ? '200' : `${status} ${body.code}`
  }

  test.runIf(installed)('a proof that brings its private key is refused, and one that is over', async () => {
    await callJson(station, 'GET', '/v1/config')
    expect(await ask(await proof())).toBe('200')
    const { d } = await exportJWK(station.key.privateKey)
    expect(await ask(await proof({ jwk: { d: d! } }))).toBe('401 proof_invalid')
    const now = Math.floor(Date.now() / 1000)
    expect(await ask(await proof({ claims: { exp: now + 60 } }))).toBe('200')
    expect(await ask(await proof({ claims: { exp: now - 1 } }))).toBe('401 proof_invalid')
  })

  test.runIf(installed)('a token of an hour does not outlive the key it is bound to', async () => {
    await callJson(station, 'GET', '/v1/config')
    const { db } = running.central
    const mine = () => db.updateTable('station').where('station_id', '=', station.stationId)
    const other = await makeKeyPair()
    const replacedUntil = async (valid_until: string) => {
      const retired_keys = JSON.stringify([{ key: station.key.publicJwk, valid_until }])
      const public_key = JSON.stringify(other.publicJwk)
      await mine().set({ public_key, thumbprint: other.kid, retired_keys }).execute()
    }
    await replacedUntil('2100-01-01T00:00:00.000Z')
    expect(await ask(await proof()), 'both keys count during a rotation').toBe('200')
    await replacedUntil('2020-01-01T00:00:00.000Z')
    expect(await ask(await proof())).toBe('401 token_invalid')
    const public_key = JSON.stringify(station.key.publicJwk)
    await mine().set({ public_key, thumbprint: station.key.kid, retired_keys: '[]' }).execute()
    expect(await ask(await proof())).toBe('200')

    const { exp, iat } = decodeJwt(station.token!)
    expect(exp! - iat!).toBe(3_600)
  })

  /** What central answers to a request as it stands on the wire. */
  const answerTo = (headers: [string, string][], body: string | Buffer): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(station.url)
      const socket = connect(Number(port), hostname)
      let text = ''
      socket.on('data', (bytes) => (text += bytes.toString())).on('error', reject)
      socket.on('close', () => resolve(`${text.slice(9, 12)} ${/"code":"([a-z_]+)"/.exec(text)?.[1] ?? '-'}`))
      const lines = [...headers, ['content-length', String(Buffer.byteLength(body))], ['connection', 'close']]
      socket.write(`POST /v1/stations/register HTTP/1.1\r\n${lines.map((one) => one.join(': ')).join('\r\n')}\r\n\r\n`)
      socket.end(body)
    })
  const json: [string, string] = ['content-type', 'application/json']
  const host: [string, string] = ['host', 'central']

  test.runIf(installed).each<[string, [string, string][], string | Buffer, string]>([
    ['whole, but for a proof', [host, json], '{"code":"a"}', '401 proof_invalid'],
    [
      'in UTF-8 by its name',
      [host, ['content-type', 'application/json; charset="UTF-8"']],
      '{"code":"a"}',
      '401 proof_invalid',
    ],
    ['of two members of one name', [host, json], '{"code":"a","code":"b"}', '400 request_invalid'],
    ['of two names that are one', [host, json], '{"code":"a","\\u0063ode":"b"}', '400 request_invalid'],
    [
      'called UTF-16',
      [host, ['content-type', 'application/json; charset=utf-16']],
      '{"code":"a"}',
      '400 request_invalid',
    ],
    ['in UTF-16', [host, json], Buffer.from('{"code":"a"}', 'utf16le'), '400 request_invalid'],
    ['in Latin-1', [host, json], Buffer.from('{"code":"é"}', 'latin1'), '400 request_invalid'],
    ['to two hosts', [host, ['Host', 'elsewhere'], json], '{"code":"a"}', '400 request_invalid'],
    ['of two types', [host, json, ['Content-Type', 'application/jose']], '{"code":"a"}', '400 request_invalid'],
    [
      'of two bearers',
      [host, json, ['authorization', 'DPoP a'], ['authorization', 'DPoP b']],
      '{}',
      '400 request_invalid',
    ],
  ])('a body %s', async (_what, headers, body, expected) => expect(await answerTo(headers, body)).toBe(expected))

  test.runIf(installed)('a signature has one spelling, and so has a key', async () => {
    const genuine = await proof()
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    // 64 bytes end in a letter of which four bits are not used.
    const twin = genuine.slice(0, -1) + letters[letters.indexOf(genuine.at(-1)!) ^ 1]
    expect(await ask(twin)).toBe('401 proof_invalid')
    expect(await ask(`${genuine}=`)).toBe('401 proof_invalid')
    const { x } = station.key.publicJwk
    const otherX = x.slice(0, -1) + letters[letters.indexOf(x.at(-1)!) ^ 1]
    expect(await ask(await proof({ jwk: { x: otherX } }))).toBe('401 proof_invalid')
    expect(await ask(genuine)).toBe('200')
  })

  test.runIf(installed)('an address counts as the same however it is spelt', async () => {
    const spelt = station.url.replace('http:', 'HTTP:')
    expect(await ask(await proof({ claims: { htu: `${spelt}/v1/config?x=1#y` } }))).toBe('200')
    expect(await ask(await proof({ claims: { htu: `${station.url}/v1/time` } }))).toBe('401 proof_invalid')
  })

  test.runIf(installed)('a method that a path has not is said so, TRACE and QUERY too', async () => {
    const { status, headers } = await request(station.url, { method: 'DELETE', path: '/v1/token' })
    expect([status, headers.get('allow')]).toEqual([405, 'POST'])
    for (const method of ['TRACE', 'QUERY']) expect(await refused(method, '/v1/time')).toEqual([405, 'GET, HEAD'])
    expect(await refused('QUERY', `/v1/packets/${randomUUID()}`)).toEqual([405, 'PUT'])
    expect(await refused('QUERY', '/nothing')).toEqual([404, undefined])
    // It would be a packet’s path too, with a word for its identifier.
    expect(await refused('PUT', '/v1/packets/status')).toEqual([405, 'POST'])
    expect((await request(station.url, { method: 'DELETE', path: '/nothing' })).status).toBe(404)
  })
  test.runIf(installed)('an address that is none, or is endless, is refused in our own words', async () => {
    for (const path of ['/v1/packets/%zz', `/v1/packets/${'a'.repeat(400)}`, '/api/v1/branches/%c0%80']) {
      const { status, body } = await request(station.url, { method: 'PUT', path })
      expect([status, body.code], path).toEqual([400, 'request_invalid'])
    }
  })
  const refused = (method: string, path: string) =>
    new Promise((resolve, reject) => {
      const sent = httpRequest(station.url + path, { method }, (answer) => {
        answer.resume()
        resolve([answer.statusCode, answer.headers.allow])
      })
      sent.on('error', reject).end()
    })

  test.runIf(installed)('when a station was last heard of is written', async () => {
    await callJson(station, 'GET', '/v1/config')
    const row = running.central.db.selectFrom('station').select('last_seen_at')
    const { last_seen_at } = await row.where('station_id', '=', station.stationId).executeTakeFirstOrThrow()
    expect(Date.now() - last_seen_at!.getTime()).toBeLessThan(120_000)
  })

  test.runIf(installed)('strangers with wrong tokens do not lock the administrator out', async () => {
    const knock = (given: string) =>
      fetch(`${station.url}/admin/login`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ token: given }),
      })
    const wrong: number[] = []
    for (let i = 0; i < 25; i++) wrong.push((await knock(`wrong-${i}`)).status)
    expect([wrong[0], wrong.at(-1)]).toEqual([403, 429])
    expect((await knock(token)).status).toBe(303)
  })
})

test.each([
  ['https://Central.Example.fr:443/', 'https://central.example.fr'],
  ['HTTPS://central.example.fr', 'https://central.example.fr'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('%s is %s', (given, origin) => expect(normalizeOrigin(given)).toBe(origin))
test.each(['central.example.fr', 'https://central.example.fr/api', 'ftp://x', ''])('%j is no origin', (given) =>
  expect(() => normalizeOrigin(given)).toThrow('request_invalid'),
)
