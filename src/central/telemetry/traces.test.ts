import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { request } from '../../../tests/simulate/virtual-station.ts'
import { startTraces } from './traces.ts'

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } }
type Span = { name: string; traceId: string; spanId: string; parentSpanId?: string; attributes: Attribute[] }
type Export = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }

/** A collector as OpenTelemetry's protocol has it, over HTTP in JSON. */
async function startCollector() {
  const spans: Span[] = []
  const server: Server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const sent = JSON.parse(Buffer.concat(chunks).toString()) as Export
    if (incoming.url === '/v1/traces')
      spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans: one }) => one)))
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { endpoint, spans, stop: () => new Promise((resolve) => server.close(resolve)) }
}

const valueOf = ({ attributes }: Span, name: string) => {
  const value = attributes.find(({ key }) => key === name)?.value
  return value?.stringValue ?? value?.intValue
}

describe.each(databases)('what a collector is sent, on %s', (name, installed) => {
  let running: CentralOn
  let collector: Awaited<ReturnType<typeof startCollector>>
  const application = testApplication()
  beforeAll(async () => {
    if (!installed) return
    collector = await startCollector()
    running = await startCentralOn(name, { traces: { endpoint: collector.endpoint, share: 1 } })
    const station = await activeStation(running.central)
    await running.central.addApplication(application)
    expect((await putPacket(station, await sealNext(station, application))).status).toBe(202)
    await running.central.settled()
    await request(running.central.url, { method: 'GET', path: '/v1/config' })
    // What is still in a batch is sent at the end.
    await running.stop()
  })
  afterAll(() => collector?.stop())
  const named = (wanted: string) => collector.spans.filter((span) => span.name === wanted)

  test.runIf(installed)('an upload, its statements, and its decision in one trace', () => {
    const [upload] = named('PUT /v1/packets/:packet_id')
    expect(valueOf(upload!, 'http.response.status_code')).toBe(202)
    expect(valueOf(upload!, 'guichet.request_id')).toMatch(/^[0-9a-f-]{36}$/)
    const [decision] = named('decide')
    expect(decision).toMatchObject({ traceId: upload!.traceId, parentSpanId: upload!.spanId })
    for (const { spanId } of [upload!, decision!]) {
      const statements = collector.spans.filter(({ parentSpanId }) => parentSpanId === spanId)
      expect(
        statements.some((span) => /^insert into "(packet|event)"/i.test(String(valueOf(span, 'db.query.text')))),
      ).toBe(true)
    }
  })

  test.runIf(installed)('a refusal bears its code', () => {
    const refused = named('GET /v1/config').find((span) => valueOf(span, 'http.response.status_code') === 401)
    expect(valueOf(refused!, 'error.type')).toBe('token_invalid')
  })

  test.runIf(installed)('nothing of a citizen, a clerk or a packet', () => {
    const { reference, declared } = application
    const personal = [application.applicationId, reference, 'clerk-1', ...Object.values(declared).map(String)]
    const sent = JSON.stringify(collector.spans).toLowerCase()
    for (const value of personal.filter((text) => text.length > 5)) expect(sent).not.toContain(value.toLowerCase())
  })
})

test('a collector that is away is said once, and the work goes on', async () => {
  const said: unknown[] = []
  const traces = startTraces({ endpoint: 'http://127.0.0.1:1', share: 1 }, {
    warn: (...words: unknown[]) => void said.push(words),
  } as never)
  for (const name of ['first', 'second']) {
    const stretch = traces.begin(name, 'request')
    expect(stretch.within(() => name)).toBe(name)
    stretch.end()
  }
  await traces.stop()
  expect(said).toHaveLength(1)
})
