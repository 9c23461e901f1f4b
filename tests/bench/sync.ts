import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signerOf } from '../../src/station/jose/ec-keys.ts'
import { signCompactJws } from '../../src/station/jose/sign-jws.ts'
import { addPeople, approvedFacts, prepareStation } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../../src/station/testing/test-station.ts'
import type { TestStation } from '../../src/station/testing/test-station.ts'
import { freePort, startChild } from '../chaos/processes.ts'
import { findPostgres, startPostgres } from '../fixtures/postgres.ts'
import type { BenchRow } from './row.ts'

const packets = 1_000
const lanes = 16

/**
 * 1,000 sealed packets until every receipt is verified and every packet purged: by the station alone, with a server that
 * answers at once, beside bare HTTP PUTs of the same bytes to the same server; and to the real central, with decisions and without. Servers are
 * processes of their own.
 */
export async function benchSync(): Promise<BenchRow[]> {
  const { bare, alone } = await syncAlone()
  const receiving = await syncToCentral('receive')
  const deciding = await syncToCentral('decide')
  const baseline = 'bare HTTP PUT, answered at once'
  const row = (name: string, rate: number): BenchRow => ({ name, median: rate, p95: rate, unit: 'packets/s' })
  return [
    row(baseline, bare),
    { ...row(`sync of ${packets} packets, answered at once`, alone), baseline, ratio: alone / bare },
    ...[receiving, deciding].map(({ rate, database, what }) => ({
      ...row(`sync of ${packets} packets to central on ${database}, which ${what}`, rate),
      baseline,
      ratio: rate / bare,
    })),
  ]
}

async function syncAlone(): Promise<{ bare: number; alone: number }> {
  const place = makeFolder()
  const port = await freePort()
  const station = openTestStation({ folder: place.folder, centralUrl: `http://127.0.0.1:${port}` })
  const { signingKey } = await prepareStation(station)
  await sealMany(station)
  const rows = station.store.db
    .prepare<[], { packet_id: string; station_id: string; sha256: string; seq: number; jwe: Uint8Array }>(
      'SELECT packet_id, station_id, sha256, seq, jwe FROM outbox JOIN sealed_packets USING (position)',
    )
    .all()
  const signer = signerOf(signingKey)
  const receipts = rows.map(({ packet_id, station_id, sha256, seq }) => {
    const payload = { packet_id, station_id, sha256, seq, received_at: new Date().toISOString() }
    return [packet_id, signCompactJws(signer, { typ: 'guichet-receipt+jwt' }, payload)]
  })
  const file = join(place.folder, 'receipts.json')
  writeFileSync(file, JSON.stringify(Object.fromEntries(receipts)))
  const server = startChild('../bench/receipt-child.ts', [String(port), file])
  await server.ready
  const bare = await putAll(
    port,
    rows.map((row) => row.jwe),
  )
  const alone = await drain(station)
  server.process.kill()
  await server.exited
  place.remove()
  return { bare, alone }
}

/** Deciding takes more than receiving, and may be another instance's work. */
async function syncToCentral(task: 'receive' | 'decide') {
  const place = makeFolder()
  const postgres = findPostgres() === null ? null : await startPostgres()
  const databaseUrl = (await postgres?.createDatabase()) ?? ''
  const port = await freePort()
  const central = startChild('central-child.ts', [String(port), databaseUrl, join(place.folder, 'central'), task])
  await central.ready
  const station = openTestStation({ folder: place.folder, centralUrl: `http://127.0.0.1:${port}` })
  await addPeople(station)
  // The configuration may take a second try on a machine under load.
  while (station.sync.gate() !== null) await station.sync.register('TRAINING-STATION')
  await sealMany(station)
  const rate = await drain(station)
  central.process.kill()
  await central.exited
  await postgres?.stop()
  place.remove()
  const what = task === 'receive' ? 'receives' : 'receives and decides meanwhile'
  return { rate, what, database: postgres === null ? 'PGlite' : 'PostgreSQL' }
}

async function sealMany(station: TestStation): Promise<void> {
  const session = await station.operators.confirm('claire', testPin)
  for (let index = 0; index < packets; index += 1) station.sealing.seal(approvedFacts(), session)
}

/** Packets per second. */
async function drain(station: TestStation): Promise<number> {
  const start = performance.now()
  station.sync.start()
  while (station.queue.counts().waiting > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const seconds = (performance.now() - start) / 1000
  await station.sync.stop()
  station.store.close()
  return packets / seconds
}

async function putAll(port: number, bodies: Uint8Array[]): Promise<number> {
  const url = `http://127.0.0.1:${port}/v1/packets/x`
  const left = [...bodies]
  const work = async () => {
    for (let body = left.pop(); body !== undefined; body = left.pop())
      await (await fetch(url, { method: 'PUT', body: body as NonNullable<RequestInit['body']> })).text()
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: lanes }, work))
  return packets / ((performance.now() - start) / 1000)
}
