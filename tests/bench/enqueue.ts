import Database from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { PacketPayload } from '../../src/contract/protocol/packet.ts'
import { entryOf } from '../../src/station/seal/create-sealing.ts'
import { sealPacket } from '../../src/station/seal/seal-packet.ts'
import { createSealedRows } from '../../src/station/seal/sealed-rows.ts'
import { approvedFacts, prepareStation } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../../src/station/testing/test-station.ts'
import type { TestStation } from '../../src/station/testing/test-station.ts'
import type { BenchRow } from './row.ts'
import { spread } from './row.ts'
import { localDay } from '../../src/enrolment/local-day.ts'
import { makeEvidence } from '../../src/station/seal/make-evidence.ts'

const rounds = 300
/** Until both write-ahead logs have come round once: a log that grows costs its file system a second write. */
const warmUp = 350
const backlog = 100_000
const bareName = 'bare SQLite FULL commit'

/**
 * What the end of a session costs the counter, beside one bare SQLite FULL commit of as many bytes on the same disk: sealing
 * without disk, enqueueing what is sealed already, and both together as the counter does it; the whole again, and the
 * queue's counts, with 100,000 packets waiting.
 */
export async function benchEnqueue(): Promise<BenchRow[]> {
  const place = makeFolder()
  const station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  const parts = await createParts(station)
  const bare = bareCommit(join(place.folder, 'bare.db'), parts.bytes, pageSizeOf(station))
  const works: Record<string, Work> = { [bareName]: bare, ...parts.works }
  const early = turnAbout(works)
  const counts = sample(() => void station.queue.counts())
  fillBacklog(station)
  const late = turnAbout({ [bareName]: bare, [parts.whole]: works[parts.whole]! })
  const countsFull = sample(() => void station.queue.counts())
  station.store.close()
  place.remove()
  return [
    ...rowsOf(early, ''),
    ...rowsOf(late, `, ${backlog} waiting`),
    { name: 'queue counts', ...spread(counts), unit: 'ms' },
    { name: `queue counts, ${backlog} waiting`, ...spread(countsFull), unit: 'ms' },
  ]
}

/** The counter's work, whole and in its two parts. `bytes`: what one enqueue writes, all columns of its rows together. */
async function createParts(station: TestStation) {
  const { store, audit, central, keys, timeZone, sealing } = station
  const session = await station.operators.confirm('claire', testPin)
  const rows = createSealedRows(store, timeZone)
  const { bytes: evidence } = makeEvidence(approvedFacts().visit)
  const seal = (payload: PacketPayload) =>
    sealPacket({
      payload,
      evidence,
      operatorSigner: session.signer,
      stationSigner: keys.signer(),
      centralKey: central.get().encryptionKeys[0]!,
    })
  const compose = createComposer(station, session)
  const enqueue = (payload: PacketPayload, packet: ReturnType<typeof seal>) =>
    store.transaction(() => {
      rows.insert(payload, packet, [])
      audit.append(entryOf(payload, packet.sha256))
    })
  const whole = 'seal and enqueue, as the counter does'
  const works: Record<string, Work> = {
    'sealing (two signatures, encryption; no disk)': () => {
      const payload = compose()
      return () => void seal(payload)
    },
    'durable enqueue (packet, queue row, day row, audit entry; one FULL commit)': () => {
      const payload = compose()
      const packet = seal(payload)
      return () => enqueue(payload, packet)
    },
    [whole]: () => {
      const facts = approvedFacts()
      return () => void sealing.seal(facts, session)
    },
  }
  works[whole]!()()
  return { works, whole, bytes: bytesOfLast(station) }
}

const withoutVisit = ({ visit: _, ...facts }: ReturnType<typeof approvedFacts>) => facts

/** Payloads that the chain accepts next. */
function createComposer(station: TestStation, session: Awaited<ReturnType<TestStation['operators']['confirm']>>) {
  const { operatorId, role, trainedOn } = session.operator
  const stationId = station.central.get().stationId!
  const chain = station.store.db.prepare<[string], { seq: number; hash: string }>(
    'SELECT seq, hash FROM packet_chain WHERE station_id = ?',
  )
  return (): PacketPayload => {
    const { seq, hash } = chain.get(stationId)!
    return {
      ...withoutVisit(approvedFacts()),
      course: { steps: [], faults: [], reader: null },
      version: 2,
      time_zone: 'Europe/Paris',
      local_day: localDay(new Date(), 'Europe/Paris'),
      time_proof: 'central',
      evidence_sha256: '0'.repeat(64),
      environment: 'training',
      packet_id: uuidv7(),
      station_id: stationId,
      seq: seq + 1,
      prev_hash: hash,
      captured_at: new Date().toISOString(),
      last_server_time: null,
      operator: { operator_id: operatorId, role, trained_on: trainedOn, key: session.signer.publicJwk },
      overrides: [],
      software_version: '0.0.0-bench',
    }
  }
}

const pageSizeOf = ({ store }: TestStation) => Number(store.db.pragma('page_size', { simple: true }))

function bytesOfLast({ store: { db } }: TestStation): number {
  const ofTable = (table: string, order: string) => {
    const row = db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${order} DESC LIMIT 1`).get()!
    const sizes = Object.values(row).map((value) => (value instanceof Uint8Array ? value.length : `${value}`.length))
    return sizes.reduce((sum, size) => sum + size, 0)
  }
  const tables = {
    outbox: 'position',
    sealed_packets: 'position',
    day_rows: 'packet_id',
    packet_chain: 'seq',
    audit: 'seq',
  }
  return Object.entries(tables).reduce((sum, [table, order]) => sum + ofTable(table, order), 0)
}

/** Prepares one round, and answers what of it is measured. */
type Work = () => () => void

/** Turn about, so that the disk's moods fall on all. */
function turnAbout(works: Record<string, Work>): Record<string, number[]> {
  const samples = Object.fromEntries(Object.keys(works).map((name): [string, number[]] => [name, []]))
  for (let round = 0; round < rounds + warmUp; round += 1)
    for (const [name, prepare] of Object.entries(works)) {
      const ms = timed(prepare())
      if (round >= warmUp) samples[name]!.push(ms)
    }
  return samples
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
const sample = (work: () => void) => Array.from({ length: rounds }, () => timed(work))

function rowsOf(samples: Record<string, number[]>, circumstance: string): BenchRow[] {
  const baseline = spread(samples[bareName]!).median
  return Object.entries(samples).map(([name, ms]) => ({
    name: name + circumstance,
    ...spread(ms),
    unit: 'ms',
    ...(name !== bareName && { baseline: bareName + circumstance, ratio: spread(ms).median / baseline }),
  }))
}

/** The least that durable storage can cost: one row of as many bytes, WAL, synchronous=FULL, same encryption and pages. */
function bareCommit(file: string, bytes: number, pageSize: number): Work {
  const db = new Database(file)
  db.pragma(`cipher='sqlcipher'`)
  db.pragma('legacy=4')
  db.pragma(`legacy_page_size=${pageSize}`)
  db.pragma(`key="x'${randomBytes(32).toString('hex')}'"`)
  db.pragma(`page_size=${pageSize}`)
  db.pragma('locking_mode=EXCLUSIVE')
  db.pragma('journal_mode=WAL')
  db.pragma('synchronous=FULL')
  db.pragma('wal_autocheckpoint=2000')
  db.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)')
  const insert = db.prepare('INSERT INTO t (b) VALUES (?)')
  const row = randomBytes(bytes)
  return () => () => void insert.run(row)
}

function fillBacklog({ store }: TestStation): void {
  const outbox = store.db.prepare(
    `INSERT INTO outbox (packet_id, application_id, station_id, seq, sha256, sealed_at, imported)
     VALUES (?, ?, 'fill', ?, ?, '2026-03-01T08:00:00.000Z', 1)`,
  )
  const packet = store.db.prepare('INSERT INTO sealed_packets VALUES (?, ?)')
  const bytes = randomBytes(1_500)
  store.transaction(() => {
    for (let index = 0; index < backlog; index += 1) {
      const { lastInsertRowid } = outbox.run(crypto.randomUUID(), crypto.randomUUID(), index + 1, '0'.repeat(64))
      packet.run(lastInsertRowid, bytes)
    }
  })
  store.flush()
}
