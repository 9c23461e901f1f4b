import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { request } from '../../../tests/simulate/virtual-station.ts'
import { createMetrics } from './metrics.ts'

describe.each(databases)('what Prometheus reads, on %s', (name, installed) => {
  let running: CentralOn
  beforeAll(async () => {
    if (installed) running = await startCentralOn(name, { metricsPort: 0 })
  })
  afterAll(() => running?.stop())
  const read = async () => (await fetch(running.central.metricsUrl!)).text()
  const valueOf = (text: string, line: string) => {
    const found = text.split('\n').find((one) => one.startsWith(`${line} `))
    return found === undefined ? null : Number(found.slice(line.length + 1))
  }

  test.runIf(installed)('answers, refusals by code, decisions and what waits', async () => {
    const { central } = running
    const station = await activeStation(central)
    const application = testApplication()
    await central.addApplication(application)
    expect((await putPacket(station, await sealNext(station, application))).status).toBe(202)
    await central.settled()
    await expect.poll(async () => valueOf(await read(), 'guichet_decisions_total{state="APPROVED"}')).toBe(1)
    const refused = await request(central.url, { method: 'GET', path: '/v1/config' })
    expect(refused.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const text = await read()
    const put = 'route="/v1/packets/:packet_id",method="PUT",status="202"'
    expect(valueOf(text, `guichet_request_seconds_count{${put}}`)).toBe(1)
    expect(valueOf(text, 'guichet_refusals_total{code="token_invalid"}')).toBeGreaterThanOrEqual(1)
    expect(valueOf(text, 'guichet_decision_seconds_count')).toBe(1)
    expect(valueOf(text, 'guichet_stations{state="active"}')).toBe(1)
    expect(valueOf(text, 'guichet_packets_waiting{state="RECEIVED"}')).toBe(0)
    expect(text, 'nobody, and no id').not.toMatch(
      new RegExp(`${application.applicationId}|${station.stationId}|clerk-1`),
    )
    expect(valueOf(text, 'guichet_mails_waiting')).toBeGreaterThan(0)
    expect(text, 'each says what it is').not.toContain('description missing')
    expect((await fetch(running.central.url + '/metrics')).status, 'not where stations ask').toBe(404)
  })
})

test('a time counts in every bucket that is wide enough, and labels are escaped', async () => {
  const metrics = createMetrics(async () => [])
  metrics.observe('guichet_decision_seconds', { state: 'a"b' }, 0.05)
  metrics.observe('guichet_decision_seconds', { state: 'a"b' }, 1e9)
  const text = await metrics.write()
  expect(text).toContain('guichet_decision_seconds_bucket{state="a\\"b",le="0.025"} 0\n')
  expect(text).toContain('guichet_decision_seconds_bucket{state="a\\"b",le="0.1"} 1\n')
  expect(text).toContain('guichet_decision_seconds_bucket{state="a\\"b",le="+Inf"} 2\n')
  expect(text).toContain('guichet_decision_seconds_count{state="a\\"b"} 2\n')
})

test.each([
  ['refuses', () => Promise.reject(new Error('connection refused'))],
  ['hangs', () => new Promise<never>(() => {})],
])('a database that %s is no empty page', async (_what, readGauges) => {
  await expect(createMetrics(readGauges, 50).write()).rejects.toThrow()
})
