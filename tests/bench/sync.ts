import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { approvedFacts, addPeople } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../../src/station/testing/test-station.ts'
import { freePort, startChild } from '../chaos/processes.ts'
import { findPostgres, startPostgres } from '../fixtures/postgres.ts'
import type { BenchRow } from './row.ts'

const packets = 1_000
const lanes = 8

/** 1,000 sealed packets to the real central until every receipt is verified, beside bare HTTP PUTs of the same bytes. */
export async function benchSync(): Promise<BenchRow[]> {
  const place = makeFolder()
  const postgres = findPostgres() === null ? null : await startPostgres()
  const databaseUrl = (await postgres?.createDatabase()) ?? ''
  const port = await freePort()
  const central = startChild('central-child.ts', [String(port), databaseUrl, join(place.folder, 'central')])
  await central.ready
  const station = openTestStation({ folder: place.folder, centralUrl: `http://127.0.0.1:${port}` })
  await addPeople(station)
  await station.sync.register('TRAINING-STATION')
  const session = await station.operators.confirm('claire', testPin)
  for (let index = 0; index < packets; index += 1) station.sealing.seal(approvedFacts(), session)
  const bodies = station.store.db
    .prepare<[], { jwe: Uint8Array }>('SELECT jwe FROM sealed_packets')
    .all()
    .map((row) => row.jwe)
  const bareSeconds = await putAll(bodies)
  const start = performance.now()
  station.sync.start()
  while (station.queue.counts().waiting > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const syncSeconds = (performance.now() - start) / 1000
  await station.sync.stop()
  station.store.close()
  central.process.kill('SIGTERM')
  await central.exited
  await postgres?.stop()
  place.remove()
  const [bare, sync] = [packets / bareSeconds, packets / syncSeconds]
  const where = postgres === null ? 'PGlite' : 'PostgreSQL'
  return [
    { name: 'bare HTTP PUT, answered at once', median: bare, p95: bare, unit: 'packets/s' },
    {
      name: `sync of ${packets} packets, central on ${where}`,
      median: sync,
      p95: sync,
      unit: 'packets/s',
      baseline: 'bare HTTP PUT, answered at once',
      ratio: sync / bare,
    },
  ]
}

async function putAll(bodies: Uint8Array[]): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(202).end('{"receipt":""}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/packets/x`
  const left = [...bodies]
  const work = async () => {
    for (let body = left.pop(); body !== undefined; body = left.pop())
      await (await fetch(url, { method: 'PUT', body: body as NonNullable<RequestInit['body']> })).text()
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: lanes }, work))
  const seconds = (performance.now() - start) / 1000
  server.closeAllConnections()
  server.close()
  return seconds
}
