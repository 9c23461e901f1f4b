import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { signerOf } from '../../src/jose/signer.ts'
import { signCompactJws } from '../../src/jose/sign-jws.ts'
import { lanes } from '../../src/station/sync/send-packets.ts'
import { addPeople, approvedFacts, prepareStation } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../../src/station/testing/test-station.ts'
import type { TestStation } from '../../src/station/testing/test-station.ts'
import { startChild } from '../chaos/processes.ts'
import { freePort } from '../fixtures/free-port.ts'
import { findPostgres, startPostgres } from '../fixtures/postgres.ts'
import { eachOf, quantile } from '../simulate/load.ts'
import type { BenchRow } from './row.ts'

const packets = 1_000
const rounds = 5
/** Rounds until servers and station have compiled what they repeat: both run for weeks. */
const warmUp = 1

/**
 * 1,000 sealed packets until every receipt is verified and every packet purged: by the station alone, with a server that
 * answers at once, and to the real central, with decisions and without; each turn about with bare HTTP PUTs of the same
 * packets, as many at once, to the server that answers at once. Servers are processes of their own.
 */
export async function benchSync(): Promise<BenchRow[]> {
  const atOnce = await startAtOnce()
  const rows = await measure(atOnce, atOnce.port)
  for (const task of ['receive', 'decide'] as const) {
    const real = await startReal(task)
    rows.push(...(await measure(real, atOnce.port)))
    await real.stop()
  }
  await atOnce.stop()
  return rows
}

async function measure({ name, station, prepare, isDone }: Side, port: number): Promise<BenchRow[]> {
  const rates: { bare: number; whole: number }[] = []
  for (let round = 0; round < warmUp + rounds; round++) {
    await sealMany(station)
    const sealed = waitingIn(station)
    prepare(sealed)
    // Before and after, so that a machine which others load or leave alone meanwhile does so to both.
    const before = await putAll(port, sealed)
    const whole = await drain(station, isDone)
    rates.push({ whole, bare: 2 / (1 / before + 1 / (await putAll(port, sealed))) })
  }
  const warm = rates.slice(warmUp)
  const whole = warm.map((rate) => rate.whole)
  const medianOf = (figure: (rate: (typeof rates)[number]) => number) => quantile(warm.map(figure), 0.5)
  const baseline = medianOf(({ bare }) => bare)
  // Of a rate, the 95th percentile of slowness is the slowest round.
  const [median, p95] = [quantile(whole, 0.5), Math.min(...whole)]
  return [
    {
      name: `sync of ${packets} packets ${name}`,
      median,
      p95,
      unit: 'packets/s',
      baseline: `${baseline.toFixed(0)} bare PUTs/s by fetch, answered at once`,
      ratio: medianOf((rate) => rate.whole / rate.bare),
    },
  ]
}

interface Side {
  name: string
  station: TestStation
  /** Told what was sealed before it is sent. */
  prepare: (sealed: Sealed[]) => void
  /** Whether the server has done with what it received, too. */
  isDone: () => boolean
  stop: () => Promise<void>
}
interface Sealed {
  packet_id: string
  station_id: string
  sha256: string
  seq: number
  jwe: Uint8Array
}

async function startAtOnce(): Promise<Side & { port: number }> {
  const place = makeFolder()
  const port = await freePort()
  const station = openTestStation({ folder: place.folder, centralUrl: `http://127.0.0.1:${port}` })
  const { signingKey } = await prepareStation(station)
  const signer = signerOf(signingKey)
  const file = join(place.folder, 'receipts.json')
  const receiptOf = ({ packet_id, station_id, sha256, seq }: Sealed) => {
    const payload = { packet_id, station_id, sha256, seq, received_at: new Date().toISOString() }
    return [packet_id, signCompactJws(signer, { typ: 'guichet-receipt+jwt' }, payload)]
  }
  const prepare = (sealed: Sealed[]) => writeFileSync(file, JSON.stringify(Object.fromEntries(sealed.map(receiptOf))))
  prepare([])
  const server = startChild('../bench/receipt-child.ts', [String(port), file])
  await readyOf(server)
  const stop = () => end(station, server, place)
  return { name: 'answered at once', station, port, prepare, isDone: () => true, stop }
}

/** Deciding takes more than receiving, and may be another instance's work. */
async function startReal(task: 'receive' | 'decide'): Promise<Side> {
  const place = makeFolder()
  const postgres = findPostgres() === null ? null : await startPostgres()
  const databaseUrl = (await postgres?.createDatabase()) ?? ''
  const port = await freePort()
  const central = startChild('central-child.ts', [String(port), databaseUrl, join(place.folder, 'central'), task])
  await readyOf(central)
  const station = openTestStation({ folder: place.folder, centralUrl: `http://127.0.0.1:${port}` })
  await addPeople(station)
  // The configuration may take a second try on a machine under load.
  while (station.sync.gate() !== null) await station.sync.register('TRAINING-STATION')
  const stop = async () => {
    await end(station, central, place)
    await postgres?.stop()
  }
  const what = task === 'receive' ? 'which receives' : 'which receives and decides meanwhile'
  const name = `to central on ${postgres === null ? 'PGlite' : 'PostgreSQL'}, ${what}`
  const undecided = station.store.db.prepare('SELECT 1 FROM outbox WHERE central_decision IS NULL LIMIT 1')
  const isDone = () => task === 'receive' || undecided.get() === undefined
  return { name, station, prepare: () => {}, isDone, stop }
}

/** A server that ended instead of answering would pass for a slow one. */
async function readyOf(server: ReturnType<typeof startChild>): Promise<void> {
  await server.ready
  if (server.process.exitCode !== null) throw new Error(server.complaint())
}

async function end(
  station: TestStation,
  server: ReturnType<typeof startChild>,
  place: ReturnType<typeof makeFolder>,
): Promise<void> {
  station.store.close()
  server.process.kill()
  await server.exited
  place.remove()
}

async function sealMany(station: TestStation): Promise<void> {
  const session = await station.operators.confirm('claire', testPin)
  // One visit over again: making a document takes longer than sealing what was read of it.
  const facts = approvedFacts()
  for (let index = 0; index < packets; index += 1) {
    const [session_id, application_id] = [randomUUID(), randomUUID()]
    station.sealing.seal({ ...facts, session_id, application_id }, session)
  }
}

/** Packets per second from the first request to the last purge. */
async function drain(station: TestStation, isDone: Side['isDone']): Promise<number> {
  const until = async (isOver: () => boolean) => {
    while (!isOver()) await setTimeout(5)
  }
  const start = performance.now()
  station.sync.start()
  await until(() => station.queue.counts().waiting === 0)
  const seconds = (performance.now() - start) / 1000
  await until(isDone)
  await station.sync.stop()
  return packets / seconds
}

function waitingIn({ store }: TestStation): Sealed[] {
  return store.db
    .prepare<[], Sealed>(
      'SELECT packet_id, station_id, sha256, seq, jwe FROM outbox JOIN sealed_packets USING (position)',
    )
    .all()
}

async function putAll(port: number, sealed: Sealed[]): Promise<number> {
  const start = performance.now()
  await eachOf(sealed, lanes, async ({ jwe }) => {
    await (
      await fetch(`http://127.0.0.1:${port}/bare`, { method: 'PUT', body: jwe as NonNullable<RequestInit['body']> })
    ).text()
  })
  return packets / ((performance.now() - start) / 1000)
}

if (import.meta.main) {
  console.table(await benchSync())
  process.exit(0)
}
