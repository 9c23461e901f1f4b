import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { findPostgres } from '../fixtures/postgres.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { callJson, freshNonce, makeProof, type VirtualStation } from '../simulate/virtual-station.ts'

/** Who has seen one request of a kiosk sends it again, as it was, wherever there is an instance. */
describe.runIf(findPostgres() !== null)('a proof of possession that was seen on the way', () => {
  let first: CentralOn
  let second: RunningCentral
  let station: VirtualStation
  beforeAll(async () => {
    first = await startCentralOn('PostgreSQL')
    second = await startSecond()
    station = await activeStation(first.central)
  })
  afterAll(async () => {
    await second?.stop()
    await first?.stop()
  })
  const startSecond = () => createCentral({ environment: 'production', databaseUrl: first.databaseUrl })

  const path = '/v1/applications/lookup'
  async function recorded(htu: string, method = 'POST') {
    await callJson(station, 'GET', '/v1/config')
    const proof = { accessToken: station.token, nonce: await freshNonce(station.url), htu }
    const dpop = await makeProof(station.key, method, station.url, proof)
    return { authorization: `DPoP ${station.token}`, dpop, 'content-type': 'application/json' }
  }
  /** At an instance, under the name that the kiosk asked for. */
  function send(
    instance: string,
    method: string,
    to: string,
    headers: Record<string, string>,
    body = '',
  ): Promise<string> {
    const { host } = new URL(station.url)
    return new Promise((resolve, reject) => {
      const asked = httpRequest(instance + to, { method, headers: { ...headers, host } }, (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => (text += part))
        answer.on('end', () =>
          resolve(answer.statusCode === 200 ? 'served' : (JSON.parse(text) as { code: string }).code),
        )
      })
      asked.on('error', reject).end(body)
    })
  }

  test('serves once, at whichever instance and however many at once, and not after a restart', async () => {
    const application = testApplication()
    await first.central.addApplication(application)
    const body = JSON.stringify({ reference: application.reference, operator_id: 'clerk-1' })
    const headers = await recorded(station.url + path)
    const again = (instance: string) => send(instance, 'POST', path, headers, body)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => again(i % 2 === 0 ? first.central.url : second.url)),
    )
    expect(answers.filter((answer) => answer === 'served')).toHaveLength(1)
    expect(answers.filter((answer) => answer === 'proof_invalid')).toHaveLength(19)
    await second.stop()
    second = await startSecond()
    expect([await again(second.url), await again(first.central.url)]).toEqual(['proof_invalid', 'proof_invalid'])
  })

  test.each<[string, (url: string) => string, string]>([
    ['with a query, which is no part of it (RFC 9449 §4.3)', (url) => `${url}?a=b`, 'served'],
    ['with a fragment', (url) => `${url}#a`, 'served'],
    ['with its scheme in capitals', (url) => url.replace('http:', 'HTTP:'), 'served'],
    ['with a slash at its end', (url) => `${url}/`, 'proof_invalid'],
    ['of another path', (url) => url.replace('config', 'time'), 'proof_invalid'],
    ['of a path that only looks the same', (url) => url.replace('config', 'c%6Fnfig'), 'proof_invalid'],
    ['of another host that begins alike', (url) => url.replace(/(:\d+)/, '.example$1'), 'proof_invalid'],
    ['of another port', (url) => url.replace(/:\d+/, ':1'), 'proof_invalid'],
    ['of another scheme', (url) => url.replace('http:', 'https:'), 'proof_invalid'],
    ['without a host', () => '/v1/config', 'proof_invalid'],
    ['of nothing', () => '', 'proof_invalid'],
  ])('an address %s: %s', async (_what, change, answer) => {
    const headers = await recorded(change(`${station.url}/v1/config`), 'GET')
    expect(await send(first.central.url, 'GET', '/v1/config', headers)).toBe(answer)
  })
})
