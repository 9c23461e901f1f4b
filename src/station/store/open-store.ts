import Database from 'better-sqlite3'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import type { Environment } from '../../contract/protocol/environment.ts'
import type { Db } from './db.ts'
import { toStoreFailure } from './disk-errors.ts'
import { renameDurably, writeDurably } from './durable-file.ts'
import { readCommits, recoveredFrames } from './lost-commits.ts'
import { migrate } from './migrate.ts'
import { makeOwnFile, ownFile } from './owner-only.ts'
import { openSealedNote, type SealedNote } from './sealed-note.ts'

export interface Store {
  readonly db: Db
  readonly environment: Environment
  /** Commits that a damaged write-ahead log had lost when the file was opened; see lost-commits.ts. */
  readonly lostCommits: number
  /** Beside the database, of what it must hold. */
  readonly note: SealedNote
  /** Called after each transaction that was committed. */
  onCommit(listener: () => void): void
  /** Runs `work` in one IMMEDIATE transaction, or inside the one under way; SQLite's errors become store failures. */
  transaction<T>(work: () => T): T
  readMeta(key: string): string | null
  writeMeta(key: string, value: string | null): void
  /** Empties the write-ahead log, so that no deleted row survives in it. */
  flush(): void
  close(): void
}

/** "GUIC": tells our files from other applications' (SQLite file format, offset 68). */
const applicationId = 0x47554943
/** Bytes. Sealing is one commit in a dozen trees, and what it costs is pages, each encrypted and written whole: small ones. */
const pageSize = 2048
/** Of files that earlier versions made: they keep it. */
const earlierPageSize = 4096
const cacheKib = 32_768
/** The log's length, 4 MiB, at which it is written back: rarely at the counter, and soon read at the next start. */
const logPages = 2_000

/**
 * Opens or makes the encrypted database: SQLCipher 4 format with a raw 256-bit key, WAL, synchronous=FULL, one process at a
 * time. Codes: store_key_wrong, store_corrupt, store_foreign, store_in_use, store_migration_mismatch, store_disk_full,
 * store_unwritable, training_forbidden (the file belongs to the other environment).
 */
export function openStore(options: {
  file: string
  key: Uint8Array
  migrationsFolder: string
  environment: Environment
  now: () => Date
}): Store {
  const { file, key } = options
  try {
    if (!existsSync(file) || statSync(file).size === 0) createFile(options)
    refuseOtherFormats(file)
    besidesOf(file).forEach(ownFile)
  } catch (error) {
    throw toStoreFailure(error)
  }
  const commitsBeyond = readCommits(`${file}-wal`)
  const db = openFile(file, key)
  try {
    const lostCommits = commitsBeyond(recoveredFrames(db))
    configure(db)
    checkIntegrity(db)
    migrate(db, options.migrationsFolder, options.now)
    const note = openSealedNote(`${file}.head`, key)
    const store = wrapDatabase(db, options.environment, lostCommits, note)
    settleEnvironment(store, options.environment)
    return store
  } catch (error) {
    db.close()
    throw toStoreFailure(error)
  }
}

/** The database and what stands beside it. */
const besidesOf = (file: string) =>
  ['', '-wal', '-shm', '-journal', '.check', '.head', '.new', '.new-journal'].map((end) => file + end)

/** Removes the database with all that stands beside it. The key is destroyed first, by its owner. */
export function destroyStore(file: string): void {
  for (const name of besidesOf(file)) rmSync(name, { force: true })
}

function refuseOtherFormats(file: string): void {
  if (!statSync(file).isFile()) throw new Failure('store_foreign', 'no file')
  const start = readFileSync(file).subarray(0, 16).toString('latin1')
  if (start.startsWith('SQLite format 3')) throw new Failure('store_foreign', 'not encrypted')
  // A kill in the middle of a checkpoint leaves a torn last page; the write-ahead log beside it mends that.
  const isTorn = statSync(file).size % pageSize !== 0
  if (isTorn && !existsSync(`${file}-wal`)) throw new Failure('store_foreign', 'not a database')
}

/**
 * Made under another name, migrated, closed, and only then called what it is: a first start that a full disk or a kill cuts short
 * leaves no half of a database.
 */
function createFile({ file, key, migrationsFolder, environment, now }: Parameters<typeof openStore>[0]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.new`
  const remove = () => [draft, `${draft}-journal`].forEach((name) => rmSync(name, { force: true }))
  remove()
  makeOwnFile(draft)
  const db = connect(draft, key, pageSize)
  try {
    db.pragma('synchronous=FULL')
    db.pragma(`application_id=${applicationId}`)
    migrate(db, migrationsFolder, now)
    settleEnvironment(wrapDatabase(db, environment, 0, openSealedNote(`${draft}.head`, key)), environment)
    db.close()
    writeDurably(`${file}.check`, Buffer.from(keyCheck(key)))
    renameDurably(draft, file)
  } catch (error) {
    db.close()
    remove()
    throw error
  }
}

function openFile(file: string, key: Uint8Array): Db {
  for (const size of pageSizesOf(file)) {
    const db = connect(file, key, size)
    try {
      db.prepare('SELECT count(*) FROM sqlite_schema').get()
      if (db.pragma('application_id', { simple: true }) !== applicationId) throw new Failure('store_foreign')
      return db
    } catch (error) {
      db.close()
      if (!isNotDatabase(error)) throw toStoreFailure(error)
    }
  }
  throw new Failure(whyUnreadable(`${file}.check`, key))
}

/** What the page size can be: it is encrypted with the first page, but a write-ahead log says it (file format, 4.1). */
function pageSizesOf(file: string): number[] {
  const log = `${file}-wal`
  const logged = existsSync(log) && statSync(log).size >= 12 ? readFileSync(log).readUInt32BE(8) : 0
  return [pageSize, earlierPageSize].filter((size) => logged === 0 || size === logged)
}

function connect(file: string, key: Uint8Array, size: number): Db {
  if (key.length !== 32) throw new Failure('store_key_wrong', 'key length')
  try {
    const db = new Database(file, { timeout: 0 })
    db.pragma(`cipher='sqlcipher'`)
    db.pragma('legacy=4')
    db.pragma(`legacy_page_size=${size}`)
    db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`)
    db.pragma(`page_size=${size}`)
    db.pragma('locking_mode=EXCLUSIVE')
    return db
  } catch (error) {
    throw toStoreFailure(error)
  }
}

/** A wrong key and a damaged first page look alike to SQLCipher; the value beside the file tells them apart. */
function whyUnreadable(checkFile: string, key: Uint8Array): 'store_corrupt' | 'store_key_wrong' {
  if (!existsSync(checkFile)) return 'store_key_wrong'
  const expected = Buffer.from(keyCheck(key))
  const found = readFileSync(checkFile)
  const same = expected.length === found.length && timingSafeEqual(expected, found)
  return same ? 'store_corrupt' : 'store_key_wrong'
}

function keyCheck(key: Uint8Array): string {
  return createHmac('sha256', key).update('guichet store key check').digest('hex').slice(0, 16)
}

function isNotDatabase(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB'
}

function configure(db: Db): void {
  db.pragma('journal_mode=WAL')
  db.pragma('synchronous=FULL')
  db.pragma(`wal_autocheckpoint=${logPages}`)
  db.pragma('secure_delete=ON')
  db.pragma('temp_store=MEMORY')
  // Every page that is not in memory must be decrypted again: a log of 100,000 rows in another order than they were written.
  db.pragma(`cache_size=-${cacheKib}`)
  db.pragma('foreign_keys=ON')
  db.pragma('trusted_schema=OFF')
  db.pragma('cell_size_check=ON')
  db.pragma('recursive_triggers=ON')
}

function checkIntegrity(db: Db): void {
  const answer = db.pragma('quick_check(1)', { simple: true })
  if (answer !== 'ok') throw new Failure('store_corrupt', 'quick_check')
}

function wrapDatabase(db: Db, environment: Environment, lostCommits: number, note: SealedNote): Store {
  const read = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')
  const write = db.prepare(`INSERT INTO meta (key, value) VALUES (?, ?)
      ON CONFLICT DO UPDATE SET value = excluded.value`)
  const remove = db.prepare('DELETE FROM meta WHERE key = ?')
  const run = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw toStoreFailure(error)
    }
  }
  const listeners: (() => void)[] = []
  const commit = <T>(work: () => T): T => {
    const done = db.transaction(work).immediate()
    listeners.forEach((listener) => listener())
    return done
  }
  return {
    db,
    environment,
    lostCommits,
    note,
    onCommit: (listener) => void listeners.push(listener),
    transaction: (work) => run(() => (db.inTransaction ? work() : commit(work))),
    readMeta: (key) => run(() => read.get(key)?.value ?? null),
    writeMeta: (key, value) => run(() => void (value === null ? remove.run(key) : write.run(key, value))),
    flush: () => run(() => void db.pragma('wal_checkpoint(TRUNCATE)')),
    close: () => {
      db.close()
      note.close()
    },
  }
}

/** A training database never meets production, nor the other way round. */
function settleEnvironment(store: Store, environment: Environment): void {
  const found = store.readMeta('environment')
  if (found === null) store.writeMeta('environment', environment)
  else if (found !== environment) throw new Failure('training_forbidden', `the store is for ${found}`)
}
