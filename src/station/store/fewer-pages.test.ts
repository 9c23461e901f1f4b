import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { genesisHash } from '../audit/record.ts'
import { outboxTable } from '../queue/outbox-table.ts'
import { makeFolder, migrationsFolder, openTestStation } from '../testing/test-station.ts'
import { openStore } from './open-store.ts'
import type { Store } from './open-store.ts'

let place: ReturnType<typeof makeFolder>
beforeEach(() => (place = makeFolder()))
afterEach(() => place.remove())

/** A store as the version before left it: what waits, what was received, what is parked, an audit log cut at its head. */
function openBefore(): Store {
  const folder = join(place.folder, 'migrations')
  mkdirSync(folder)
  const earlier = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql') && name < '0004')
  for (const name of earlier) copyFileSync(join(migrationsFolder, name), join(folder, name))
  const now = () => new Date()
  const file = join(place.folder, 'station.db')
  return openStore({ file, key: Buffer.alloc(32, 7), migrationsFolder: folder, environment: 'training', now })
}

function fillBefore({ db }: Store): void {
  db.exec(
    `INSERT INTO operators VALUES ('claire', 'Claire', 'clerk', '2026-01-01', 'fr', NULL, '2026-01-01', '{}', NULL, 1, 0)`,
  )
  const outbox = db.prepare(
    `INSERT INTO outbox (packet_id, position, application_id, station_id, seq, sha256, sealed_at, state, code, receipt, next_attempt_at)
     VALUES (?, ?, 'a', 's', ?, '${'0'.repeat(64)}', '2026-03-01', ?, ?, ?, ?)`,
  )
  outbox.run('p1', 4, 1, 'received', null, 'r', null)
  outbox.run('p2', 7, 2, 'parked', 'packet_conflict', null, null)
  outbox.run('p3', 9, 3, 'queued', null, null, '2026-03-02')
  for (const name of ['p2', 'p3']) db.prepare('INSERT INTO sealed_packets VALUES (?, ?)').run(name, Buffer.from(name))
  db.exec(`INSERT INTO packet_chain VALUES ('s', 3, '${'1'.repeat(64)}')`)
  for (const name of ['p1', 'p2', 'p3'])
    db.exec(
      `INSERT INTO day_rows VALUES ('${name}', 'session ${name}', 'a', 'REF', '2026-03-01', '2026-03-01', 9, 'claire', 'counter',
       'passport', '1234', 'approved', '[]', '{}', 60, 0, 0, 1, 'same')`,
    )
  for (const seq of [1, 2])
    db.exec(`INSERT INTO audit VALUES (${seq}, '2026', '{}', '${genesisHash}', '${String(seq).repeat(64)}', 'k', 's')`)
  db.exec(`INSERT INTO audit_anchor VALUES (1, '${'1'.repeat(64)}')`)
  db.exec('DELETE FROM audit WHERE seq = 1')
}

test('a store of the version before keeps its packets, their order and its log', () => {
  const before = openBefore()
  fillBefore(before)
  before.close()
  const { store } = openTestStation({ folder: place.folder })
  const { db } = store
  const rows = db.prepare('SELECT position, packet_id, seq, state FROM outbox ORDER BY position').all()
  expect(rows).toEqual([
    { position: 4, packet_id: 'p1', seq: 1, state: 'received' },
    { position: 7, packet_id: 'p2', seq: 2, state: 'parked' },
    { position: 9, packet_id: 'p3', seq: 3, state: 'queued' },
  ])
  const table = outboxTable(store)
  expect(table.nextDueAt()).toEqual(new Date('2026-03-02'))
  expect(table.due(new Date('2026-03-03'), 5).map((one) => [one.packetId, String(one.jwe)])).toEqual([['p3', 'p3']])
  expect([table.waiting(), table.parked()]).toEqual([1, 1])
  expect(db.prepare('SELECT seq FROM audit').all()).toContainEqual({ seq: 2 })
  expect(db.pragma('foreign_key_check')).toEqual([])
  expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  const run = (sql: string) => () => db.exec(sql)
  expect(run('DELETE FROM sealed_packets WHERE position = 9')).toThrow('without receipt')
  expect(run(`DELETE FROM outbox WHERE packet_id = 'p2'`)).toThrow('unreceived')
  expect(run('UPDATE audit SET body = 1')).toThrow('append-only')
  expect(run('DELETE FROM audit WHERE seq = 2')).toThrow('append-only')
  store.close()
})

test('the database refuses a packet out of turn, a number given twice, and a changed number', () => {
  const { store } = openTestStation({ folder: place.folder })
  const insert = (packetId: string, seq: number, imported: 0 | 1) => () =>
    store.db.exec(
      `INSERT INTO outbox (packet_id, application_id, station_id, seq, sha256, sealed_at, imported)
       VALUES ('${packetId}', 'a', 's', ${seq}, '${'0'.repeat(64)}', '2026-03-01', ${imported})`,
    )
  expect(insert('p2', 2, 0)).toThrow('consecutive')
  expect(insert('p1', 1, 0)).not.toThrow()
  store.db.exec(`INSERT INTO packet_chain VALUES ('s', 1, '${'1'.repeat(64)}')`)
  expect(insert('other', 1, 0)).toThrow('consecutive')
  expect(insert('p2', 2, 0)).not.toThrow()
  expect(insert('q7', 7, 1)).not.toThrow()
  expect(insert('q8', 7, 1)).toThrow('UNIQUE')
  expect(() => store.db.exec('UPDATE outbox SET seq = 5')).toThrow('keeps its number')
  store.close()
})
