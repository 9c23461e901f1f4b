import Database from 'better-sqlite3'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { approvedFacts, prepareStation } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../../src/station/testing/test-station.ts'
import type { TestStation } from '../../src/station/testing/test-station.ts'
import type { BenchRow } from './row.ts'
import { spread } from './row.ts'

const rounds = 300
const backlog = 100_000

/**
 * What sealing a session costs the counter, from facts to commit, beside one bare SQLite FULL commit of as many bytes on the
 * same disk; the same again, and the queue's counts, with 100,000 packets waiting.
 */
export async function benchEnqueue(): Promise<BenchRow[]> {
  const place = makeFolder()
  const station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  const session = await station.operators.confirm('claire', testPin)
  const seal = () => void station.sealing.seal(approvedFacts(), session)
  const commit = bareCommit(join(place.folder, 'bare.db'))
  // Turn about, so that the disk's moods fall on both.
  const [bare, enqueue] = turnAbout(commit, seal)
  const counts = sample(() => void station.queue.counts())
  fillBacklog(station)
  const [bareLater, enqueueFull] = turnAbout(commit, seal)
  const countsFull = sample(() => void station.queue.counts())
  station.store.close()
  place.remove()
  const row = (name: string, samples: number[], baseline?: { name: string; samples: number[] }): BenchRow => ({
    name,
    ...spread(samples),
    unit: 'ms',
    ...(baseline && { baseline: baseline.name, ratio: spread(samples).median / spread(baseline.samples).median }),
  })
  return [
    row('bare SQLite FULL commit', bare),
    row('durable enqueue', enqueue, { name: 'bare SQLite FULL commit', samples: bare }),
    row('bare SQLite FULL commit, later', bareLater),
    row(`durable enqueue, ${backlog} waiting`, enqueueFull, {
      name: 'bare SQLite FULL commit, later',
      samples: bareLater,
    }),
    row('queue counts', counts),
    row(`queue counts, ${backlog} waiting`, countsFull),
  ]
}

function timed(work: () => void): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
const sample = (work: () => void) => Array.from({ length: rounds }, () => timed(work))

function turnAbout(one: () => void, other: () => void): [number[], number[]] {
  const samples: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds + 20; round += 1) {
    const pair = [timed(one), timed(other)]
    if (round >= 20) pair.forEach((ms, index) => samples[index]!.push(ms))
  }
  return samples
}

/** The least that durable storage can cost: one row of a packet's size, WAL, synchronous=FULL, same encryption. */
function bareCommit(file: string): () => void {
  const db = new Database(file)
  db.pragma(`cipher='sqlcipher'`)
  db.pragma('legacy=4')
  db.pragma(`key="x'${randomBytes(32).toString('hex')}'"`)
  db.pragma('locking_mode=EXCLUSIVE')
  db.pragma('journal_mode=WAL')
  db.pragma('synchronous=FULL')
  db.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)')
  const insert = db.prepare('INSERT INTO t (b) VALUES (?)')
  const bytes = randomBytes(6_000)
  return () => void insert.run(bytes)
}

function fillBacklog({ store }: TestStation): void {
  const first = (store.db.prepare('SELECT max(position) AS n FROM outbox').get() as { n: number }).n + 1
  const outbox = store.db.prepare(
    `INSERT INTO outbox (packet_id, position, application_id, station_id, seq, sha256, sealed_at)
     VALUES (?, ?, ?, 'fill', ?, ?, '2026-03-01T08:00:00.000Z')`,
  )
  const packet = store.db.prepare('INSERT INTO sealed_packets VALUES (?, ?)')
  const bytes = randomBytes(1_500)
  store.transaction(() => {
    for (let index = 0; index < backlog; index += 1) {
      const packetId = crypto.randomUUID()
      outbox.run(packetId, first + index, crypto.randomUUID(), index + 1, '0'.repeat(64))
      packet.run(packetId, bytes)
    }
  })
  store.flush()
}
