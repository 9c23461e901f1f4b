import Database from 'better-sqlite3'
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder, migrationsFolder } from '../testing/test-station.ts'
import { openStore } from './open-store.ts'

let place: ReturnType<typeof makeFolder>
beforeEach(() => (place = makeFolder()))
afterEach(() => place.remove())

const key = Buffer.alloc(32, 7)
const open = (change: Partial<Parameters<typeof openStore>[0]> = {}) =>
  openStore({
    file: join(place.folder, 'a.db'),
    key,
    migrationsFolder,
    environment: 'training',
    now: () => new Date(),
    ...change,
  })
const codeOfOpening = (change: Partial<Parameters<typeof openStore>[0]> = {}) => {
  try {
    open(change).close()
    return 'opened'
  } catch (error) {
    return (error as { code?: string }).code
  }
}
const damage = (from: number, length: number) => {
  const file = join(place.folder, 'a.db')
  const bytes = readFileSync(file)
  bytes.fill(0x5a, from, from + length)
  writeFileSync(file, bytes)
}

test('opens again with its key, and only with it', () => {
  open().close()
  expect(codeOfOpening()).toBe('opened')
  expect(codeOfOpening({ key: Buffer.alloc(32, 8) })).toBe('store_key_wrong')
  expect(codeOfOpening({ key: Buffer.alloc(16) })).toBe('store_key_wrong')
})

test('is in use by one process at a time', () => {
  const store = open()
  expect(codeOfOpening()).toBe('store_in_use')
  store.close()
  expect(codeOfOpening()).toBe('opened')
})

test('belongs to one environment', () => {
  open().close()
  expect(codeOfOpening({ environment: 'production' })).toBe('training_forbidden')
})

test('tells damage from a wrong key, on the first page and on a later one', () => {
  open().close()
  const file = join(place.folder, 'a.db')
  copyFileSync(file, `${file}.good`)
  damage(200, 100)
  expect(codeOfOpening()).toBe('store_corrupt')
  copyFileSync(`${file}.good`, file)
  damage(6 * 2048 + 50, 400)
  expect(codeOfOpening()).toBe('store_corrupt')
})

test('refuses foreign files', () => {
  writeFileSync(join(place.folder, 'a.db'), 'some letter to somebody')
  expect(codeOfOpening()).toBe('store_foreign')
  writeFileSync(join(place.folder, 'a.db'), Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176)]))
  expect(codeOfOpening()).toBe('store_foreign')
})

test('a folder where the database should be is foreign, and an installation without migrations is none', () => {
  mkdirSync(join(place.folder, 'a.db'))
  expect(codeOfOpening()).toBe('store_foreign')
  const file = join(place.folder, 'b.db')
  expect(codeOfOpening({ file, migrationsFolder: join(place.folder, 'none') })).toBe('store_migration_mismatch')
  mkdirSync(join(place.folder, 'none'))
  expect(codeOfOpening({ file, migrationsFolder: join(place.folder, 'none') })).toBe('store_migration_mismatch')
  expect(existsSync(file)).toBe(false)
})

test('a first start that fails leaves no half of a database, and the next one begins anew', () => {
  const folder = join(place.folder, 'migrations')
  mkdirSync(folder)
  writeFileSync(join(folder, '0001-a.sql'), 'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT')
  writeFileSync(join(folder, '0002-b.sql'), 'CREATE TABLE half (a); CREATE TABLE half (a)')
  expect(codeOfOpening({ migrationsFolder: folder })).not.toBe('opened')
  expect(readdirSync(place.folder)).toEqual(['migrations'])
  writeFileSync(join(place.folder, 'a.db.new'), 'left by a kill')
  expect(codeOfOpening()).toBe('opened')
  expect(readdirSync(place.folder)).not.toContain('a.db.new')
})

test.skipIf(process.platform === 'win32')(
  'is its owner’s alone whatever the umask, and is made so where it was not',
  () => {
    const before = process.umask(0)
    const files = () => readdirSync(place.folder).filter((name) => name.startsWith('a.db'))
    const modes = () => files().map((name) => statSync(join(place.folder, name)).mode & 0o777)
    try {
      const store = open()
      store.writeMeta('a', 'b')
      expect(files()).toEqual(['a.db', 'a.db-wal', 'a.db.check'])
      expect(modes()).toEqual([0o600, 0o600, 0o600])
      store.close()
      for (const name of files()) chmodSync(join(place.folder, name), 0o644)
      open().close()
      expect(new Set(modes())).toEqual(new Set([0o600]))
    } finally {
      process.umask(before)
    }
  },
)

test('commits that a damaged log loses are counted; a sound log, and one cut off in the middle of a commit, lose none', () => {
  const store = open()
  for (let n = 0; n < 20; n += 1) store.writeMeta(`k${n}`, 'x'.repeat(3_000))
  const killed = (name: string, change: (log: Buffer) => Buffer) => {
    const file = join(place.folder, name)
    for (const suffix of ['', '.check']) copyFileSync(join(place.folder, `a.db${suffix}`), file + suffix)
    writeFileSync(`${file}-wal`, change(readFileSync(join(place.folder, 'a.db-wal'))))
    const opened = open({ file })
    const answer = { lost: opened.lostCommits, last: opened.readMeta('k19') !== null }
    opened.close()
    return answer
  }
  expect(killed('sound.db', (log) => log)).toEqual({ lost: 0, last: true })
  const cut = killed('cut.db', (log) => log.subarray(0, log.length - 500))
  expect(cut).toEqual({ lost: 0, last: false })
  const flip = (at: number) => (log: Buffer) => (log.writeUInt8(log.readUInt8(at) ^ 1, at), log)
  expect(killed('damaged.db', (log) => flip(Math.floor(log.length / 2))(log)).lost).toBeGreaterThan(5)
  store.close()
})

test('mends the torn last page that a kill in the middle of a checkpoint leaves', () => {
  const store = open()
  store.writeMeta('kept', 'yes')
  // As the disk is at the kill: the log not yet emptied, the last page written in part.
  const torn = join(place.folder, 'torn.db')
  for (const suffix of ['', '-wal', '.check']) copyFileSync(join(place.folder, `a.db${suffix}`), torn + suffix)
  appendFileSync(torn, Buffer.alloc(1500, 7))
  store.close()
  const mended = open({ file: torn })
  expect(mended.readMeta('kept')).toBe('yes')
  expect(mended.db.pragma('integrity_check', { simple: true })).toBe('ok')
  mended.close()
})

test('opens a file of the larger pages that earlier versions made, also one that was killed', () => {
  const earlier = join(place.folder, 'a.db')
  const db = new Database(earlier)
  for (const pragma of [`cipher='sqlcipher'`, 'legacy=4', `key="x'${key.toString('hex')}'"`]) db.pragma(pragma)
  for (const pragma of ['application_id=0x47554943', 'journal_mode=WAL']) db.pragma(pragma)
  db.exec('CREATE TABLE kept (a TEXT)')
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.exec(`INSERT INTO kept VALUES ('in the log')`)
  const killed = join(place.folder, 'killed.db')
  for (const suffix of ['', '-wal']) copyFileSync(earlier + suffix, killed + suffix)
  db.close()
  for (const file of [earlier, killed, earlier]) {
    expect(codeOfOpening({ file, key: Buffer.alloc(32, 8) })).toBe('store_key_wrong')
    const store = open({ file })
    expect(store.db.pragma('page_size', { simple: true })).toBe(4096)
    expect(store.db.prepare('SELECT a FROM kept').all()).toEqual([{ a: 'in the log' }])
    store.close()
  }
})

test('is settled for safety, and nothing of it is readable without the key', () => {
  const store = open()
  const pragma = (name: string) => store.db.pragma(name, { simple: true })
  expect(pragma('journal_mode')).toBe('wal')
  expect(pragma('synchronous')).toBe(2)
  expect(pragma('secure_delete')).toBe(1)
  expect(pragma('foreign_keys')).toBe(1)
  store.close()
  const bytes = readFileSync(join(place.folder, 'a.db'))
  expect(bytes.includes('CREATE TABLE')).toBe(false)
  if (process.platform !== 'win32') expect(statSync(place.folder).mode & 0o077).toBe(0)
})

test('migrations: applied once, in order, whole or not at all, and refused when history was changed', () => {
  const folder = join(place.folder, 'migrations')
  mkdirSync(folder)
  for (const name of readdirSync(migrationsFolder).filter((one) => one.endsWith('.sql')))
    copyFileSync(join(migrationsFolder, name), join(folder, name))
  open({ migrationsFolder: folder }).close()

  writeFileSync(join(folder, '0900-broken.sql'), 'CREATE TABLE half (a); CREATE TABLE half (a);')
  expect(codeOfOpening({ migrationsFolder: folder })).not.toBe('opened')
  writeFileSync(join(folder, '0900-broken.sql'), 'CREATE TABLE half (a);')
  const store = open({ migrationsFolder: folder })
  expect(store.db.prepare('SELECT count(*) AS n FROM half').get()).toEqual({ n: 0 })
  store.close()

  writeFileSync(join(folder, '0900-broken.sql'), 'CREATE TABLE half (b);')
  expect(codeOfOpening({ migrationsFolder: folder })).toBe('store_migration_mismatch')
})

test('the version before opens what a later one has migrated, until a migration says that it breaks that', () => {
  const folder = join(place.folder, 'migrations')
  cpSync(migrationsFolder, folder, { recursive: true })
  open({ migrationsFolder: folder }).close()
  writeFileSync(join(folder, '0900-later.sql'), 'CREATE TABLE later (a);')
  open({ migrationsFolder: folder }).close()
  open({ migrationsFolder }).close()
  writeFileSync(
    join(folder, '0901-other.sql'),
    '-- breaks the version before: other is read instead\nCREATE TABLE other (a);',
  )
  open({ migrationsFolder: folder }).close()
  expect(codeOfOpening({ migrationsFolder })).toBe('store_migration_mismatch')
  open({ migrationsFolder: folder }).close()
})
