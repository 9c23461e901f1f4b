import Database from 'better-sqlite3'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { approvedFacts, prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'

let place: ReturnType<typeof makeFolder>
beforeEach(() => (place = makeFolder()))
afterEach(() => place.remove())

/**
 * Every decrypted byte of the database: a raw copy of the file is rekeyed to no key at all, which decrypts each page as it
 * is, free pages and slack included.
 */
function plainBytes(file: string): Buffer {
  const copy = join(place.folder, `${randomUUID()}.db`)
  copyFileSync(file, copy)
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
  const db = new Database(copy)
  db.pragma(`cipher='sqlcipher'`)
  db.pragma('legacy=4')
  db.pragma('legacy_page_size=2048')
  db.pragma(`key="x'${Buffer.alloc(32, 7).toString('hex')}'"`)
  db.pragma('journal_mode=DELETE')
  db.pragma(`rekey=''`)
  db.close()
  return readFileSync(copy)
}
const filesOf = (file: string) =>
  [file, `${file}-wal`, `${file}-shm`].filter(existsSync).map((one) => readFileSync(one))

test('a draft that is discarded, or sealed over, leaves no byte: not in pages, free pages, or the write-ahead log', async () => {
  const station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  const marks = ['ZQXDISCARDED', 'ZQXSEALEDOVR', 'ZQXEXPIRED00']
  const bulky = (mark: string) => ({ name: mark, filler: Array.from({ length: 2_000 }, () => mark) })
  const [discarded, sealed] = [randomUUID(), randomUUID()]
  const common = { operatorId: 'claire', step: 'comparison' as const, reference: 'ABC-DEF-GHJK' }
  station.drafts.save({ ...common, sessionId: discarded, state: bulky(marks[0]!) })
  station.drafts.save({ ...common, sessionId: sealed, state: bulky(marks[1]!) })
  station.drafts.save({ ...common, sessionId: randomUUID(), state: bulky(marks[2]!) })
  station.store.db.prepare(`UPDATE drafts SET expires_at = '2020-01-01' WHERE state LIKE '%ZQXEXPIRED00%'`).run()
  station.store.flush()
  const before = plainBytes(station.file)
  for (const mark of marks) expect(before.includes(mark)).toBe(true)

  station.drafts.discard(discarded)
  expect(station.drafts.expire()).toBe(1)
  const session = await station.operators.confirm('claire', testPin)
  station.sealing.seal(approvedFacts({ session_id: sealed }), session)
  station.store.flush()
  const after = plainBytes(station.file)
  for (const mark of marks) expect(after.includes(mark)).toBe(false)
  station.store.close()
})

test('after sealing, nothing of the citizen is on the disk, with the key or without', async () => {
  const station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  const facts = approvedFacts()
  const session = await station.operators.confirm('claire', testPin)
  station.sealing.seal(facts, session)
  station.store.flush()
  const decrypted = plainBytes(station.file)
  expect(decrypted.includes(facts.reference)).toBe(true)
  for (const secret of [facts.identity!.surname, facts.identity!.givenNames, facts.identity!.birthDate!]) {
    expect(decrypted.includes(secret)).toBe(false)
    for (const bytes of filesOf(station.file)) expect(bytes.includes(secret)).toBe(false)
  }
  station.store.close()
})

test('after the retention, the row itself is gone, audit included', async () => {
  const time = { wall: Date.parse('2026-01-10T09:00:00Z'), monotonic: 0 }
  const station = openTestStation({ folder: place.folder, time })
  await prepareStation(station)
  const facts = approvedFacts({ started_at: '2026-01-10T08:58:00.000Z' })
  const session = await station.operators.confirm('claire', testPin)
  const { packetId } = station.sealing.seal(facts, session)
  const pass = (days: number) => ((time.wall += days * 86_400_000), (time.monotonic += days * 86_400_000))
  pass(120)
  expect(station.dailyLog.purge(), 'never on time that central has not confirmed').toBe(0)
  station.clock.settle(new Date(time.wall), 0)
  expect(station.dailyLog.purge()).toBeGreaterThan(0)
  expect(station.queue.find(packetId), 'never before central has the packet').not.toBe(null)
  station.store.db.prepare(`UPDATE outbox SET receipt = 'r', state = 'received' WHERE packet_id = ?`).run(packetId)
  station.store.db.prepare('DELETE FROM sealed_packets').run()
  station.dailyLog.purge()
  expect(station.queue.find(packetId)).toBe(null)
  const decrypted = plainBytes(station.file)
  expect(decrypted.includes(facts.reference)).toBe(false)
  expect(decrypted.includes(packetId)).toBe(false)
  expect(station.audit.verify()).toMatchObject({ ok: true })
  station.store.close()
})
