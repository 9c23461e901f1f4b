import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { approvedFacts, prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'
import { backoffMs, parseRetryAfter } from './backoff.ts'
import { offerAgainMs, outboxTable } from './outbox-table.ts'

let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeEach(async () => {
  place = makeFolder()
  station = openTestStation({ folder: place.folder })
  await prepareStation(station)
})
afterEach(() => {
  station.store.close()
  place.remove()
})
const seal = async (applicationId?: string) => {
  const session = await station.operators.confirm('claire', testPin)
  const change = applicationId === undefined ? {} : { application_id: applicationId }
  return station.sealing.seal(approvedFacts(change), session).packetId
}
const dueIds = (now = new Date()) =>
  outboxTable(station.store)
    .due(now, 100)
    .map((one) => one.packetId)

test('backoff: full jitter, doubling, capped at 15 minutes, never before Retry-After', () => {
  expect(backoffMs(1, 0, null)).toBe(0)
  expect(backoffMs(1, 0.999999, null)).toBe(2_000)
  expect(backoffMs(4, 0.5, null)).toBe(8_000)
  expect(backoffMs(1_000, 0.999999, null)).toBe(899_999)
  expect(backoffMs(2, 0, 30_000)).toBe(30_000)
  expect(backoffMs(2, 0, 86_400_000)).toBe(900_000)
})

test('Retry-After is read as seconds and as a date', () => {
  const now = new Date('2026-03-01T10:00:00Z')
  expect(parseRetryAfter('120', now)).toBe(120_000)
  expect(parseRetryAfter('Sun, 01 Mar 2026 10:01:00 GMT', now)).toBe(60_000)
  expect(parseRetryAfter('Sun, 01 Mar 2026 09:00:00 GMT', now)).toBe(0)
  expect(parseRetryAfter('soon', now)).toBe(null)
  expect(parseRetryAfter(null, now)).toBe(null)
})

test('order is kept per application and not across them', async () => {
  const application = crypto.randomUUID()
  const [first, second, other] = [await seal(application), await seal(application), await seal()]
  const table = outboxTable(station.store)
  expect(dueIds()).toEqual([first, other])
  table.postpone(first, new Date(Date.now() + 60_000), 'clock_skew')
  expect(dueIds()).toEqual([other])
  table.park(first, 'packet_conflict', new Date())
  expect(dueIds()).toEqual([second, other])
})

test('what is under way is not due again, and takes nobody else’s place', async () => {
  const [first, second, third] = [await seal(), await seal(), await seal()]
  const due = outboxTable(station.store).due(new Date(), 2, new Set([first]))
  expect(due.map((one) => one.packetId)).toEqual([second, third])
  const stored = station.store.db
    .prepare('SELECT jwe FROM outbox JOIN sealed_packets USING (position) WHERE packet_id = ?')
    .pluck()
  expect(due.map((one) => one.jwe)).toEqual([second, third].map((id) => stored.get(id)))
})

test('what left long ago is not walked through for what waits', () => {
  const { db } = station.store
  const asked: string[] = []
  const prepare = (sql: string) => (asked.push(sql.trim()), db.prepare(sql))
  outboxTable({ ...station.store, db: Object.assign(Object.create(db), { prepare }) })
  const ofWaiting = asked.filter((sql) => sql.startsWith('SELECT') && sql.includes("state IN ('queued', 'sent')"))
  expect(ofWaiting.length).toBeGreaterThanOrEqual(4)
  const plan = ofWaiting.flatMap((sql) =>
    db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', '1')}`).all(),
  )
  expect(plan.filter(({ detail }) => /SCAN (?!p\b)(?!outbox USING INDEX outbox_due)|TEMP B-TREE/.test(detail))).toEqual(
    [],
  )
})

test('a clock that was set back does not hold packets for longer than the longest backoff', async () => {
  const packetId = await seal()
  outboxTable(station.store).postpone(packetId, new Date('2031-01-01'), null)
  expect(dueIds()).toEqual([packetId])
})

test('what is parked is offered again when its time has come, or a clock that was set back hides when', async () => {
  const table = outboxTable(station.store)
  const [packetId, now] = [await seal(), new Date()]
  const after = (ms: number) => new Date(now.getTime() + ms)
  table.park(packetId, 'packet_schema_invalid', now)
  expect([table.offerAgain(after(offerAgainMs - 1)), table.parked()]).toEqual([0, 1])
  expect([table.offerAgain(after(offerAgainMs)), dueIds()]).toEqual([1, [packetId]])
  table.park(packetId, 'packet_schema_invalid', after(86_400_000))
  expect(table.offerAgain(now)).toBe(1)
  // As a version parked it that offered nothing again.
  table.park(packetId, 'packet_schema_invalid', now)
  station.store.db.exec('UPDATE outbox SET next_attempt_at = NULL')
  expect(table.offerAgain(now)).toBe(1)
})

test('what was being sent at a crash is sent again', async () => {
  const packetId = await seal()
  outboxTable(station.store).markSent(packetId)
  station.store.close()
  station = openTestStation({ folder: place.folder })
  expect(dueIds()).toEqual([packetId])
  expect(station.queue.list()[0]).toMatchObject({ packetId, state: 'sent', attempts: 1 })
})

test('a decision that comes before the receipt does not hide that the packet is still here', async () => {
  const packetId = await seal()
  const table = outboxTable(station.store)
  table.decide(packetId, 'APPROVED')
  expect(table.find(packetId)).toMatchObject({ state: 'queued', centralDecision: 'APPROVED' })
})

test('a bundle that was changed, is foreign or explodes is refused whole', async () => {
  await seal()
  const { bytes, packets, fileName } = station.queue.exportBundle('chef')
  expect(packets).toBe(1)
  expect(fileName).toMatch(/^guichet-packets-[\dT-]+\.bundle$/)
  const content = JSON.parse(gunzipSync(bytes).toString()) as {
    packets: { seq: number; jwe: string }[]
    environment: string
  }
  const pack = (change: object) => gzipSync(JSON.stringify({ ...content, ...change }))
  const refuse = (input: Uint8Array) => expect(() => station.queue.importBundle(input, 'chef'))
  refuse(pack({ packets: [{ ...content.packets[0], seq: 9 }] })).toThrow('bundle_invalid')
  refuse(pack({ packets: [] })).toThrow('bundle_invalid')
  refuse(pack({ more: 1 })).toThrow('bundle_invalid')
  refuse(Buffer.from('hello')).toThrow('bundle_invalid')
  refuse(gzipSync(Buffer.alloc(30_000_000))).toThrow('bundle_invalid')
  expect(station.queue.importBundle(bytes, 'chef')).toEqual({ imported: 0, already: 1 })
})

test('a bundle of the other environment is refused', async () => {
  const folder = makeFolder()
  const other = openTestStation({ folder: folder.folder, environment: 'production' })
  await prepareStation(other)
  other.sealing.seal(approvedFacts(), await other.operators.confirm('claire', testPin))
  const { bytes } = other.queue.exportBundle('chef')
  other.store.close()
  folder.remove()
  expect(() => station.queue.importBundle(bytes, 'chef')).toThrow('training_forbidden')
})

test('the counts kept by the database are those of its rows, whatever happens to a packet', async () => {
  const table = outboxTable(station.store)
  const counted = () => ({ waiting: table.waiting(), parked: table.parked() })
  const [first, second] = [await seal(), await seal()]
  expect(counted()).toEqual({ waiting: 2, parked: 0 })
  table.markSent(first)
  table.park(second, 'packet_conflict', new Date())
  expect(counted()).toEqual({ waiting: 1, parked: 1 })
  table.markReceived(first, 'receipt', new Date().toISOString())
  table.decide(first, 'APPROVED')
  expect(counted()).toEqual({ waiting: 0, parked: 1 })
  table.release(null)
  expect(counted()).toEqual({ waiting: 1, parked: 0 })
  station.store.db.exec('DELETE FROM day_rows')
  station.store.db.exec('DELETE FROM outbox WHERE receipt IS NOT NULL')
  const rows = station.store.db.prepare('SELECT state, count(*) AS packets FROM outbox GROUP BY 1').all()
  expect(station.store.db.prepare('SELECT * FROM outbox_counts WHERE packets > 0').all()).toEqual(rows)
})
