import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import type { Db } from './db.ts'

interface Migration {
  name: string
  sql: string
  sha256: string
}

/** A line of a migration after which the version before it cannot use the store any more. */
const breaking = /^-- breaks the version before\b/m
const metaKey = 'readable_from'

/**
 * Brings the schema up to date: each migration in one transaction with its bookkeeping row. Those that a later version has applied are
 * left as they are: going back works, until one says that it breaks that. Refuses with store_migration_mismatch where the applied ones,
 * checksums included, are others than those on disk, or where a breaking one among them is not on disk.
 */
export function migrate(db: Db, folder: string, now: () => Date): void {
  db.exec(
    'CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
  )
  const onDisk = readMigrations(folder)
  const applied = db.prepare<[], { name: string; sha256: string }>('SELECT * FROM migrations ORDER BY name').all()
  onDisk.slice(0, applied.length).forEach((migration, index) => {
    const row = applied[index]!
    if (migration.name !== row.name || migration.sha256 !== row.sha256)
      throw new Failure('store_migration_mismatch', row.name)
  })
  const needed = applied.length === 0 ? null : neededBy(db)
  if (needed !== null && !onDisk.some(({ name }) => name === needed))
    throw new Failure('store_migration_mismatch', needed)
  for (const migration of onDisk.slice(applied.length)) apply(db, migration, now())
}

/** The last breaking migration that was applied. */
function neededBy(db: Db): string | null {
  const row = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(metaKey)
  return row?.value ?? null
}

function readMigrations(folder: string): Migration[] {
  const names = namesIn(folder)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .sort()
  return names.map((name) => {
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
    return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
  })
}

/** An installation without its migrations is none: a database made by it would be empty. */
function namesIn(folder: string): string[] {
  const names = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : []
  if (!names.some((name) => name.endsWith('.sql'))) throw new Failure('store_migration_mismatch', 'no migrations')
  return names
}

/** References are judged once a migration is whole: a table that is made again is missing for a moment. */
function apply(db: Db, migration: Migration, at: Date): void {
  const run = db.transaction(() => {
    db.exec(migration.sql)
    if (breaking.test(migration.sql))
      db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(metaKey, migration.name)
    if ((db.pragma('foreign_key_check') as unknown[]).length > 0) throw new Failure('store_corrupt', migration.name)
    db.prepare(`INSERT INTO migrations (name, sha256, applied_at) VALUES (?, ?, ?)`).run(
      migration.name,
      migration.sha256,
      at.toISOString(),
    )
  })
  db.pragma('foreign_keys=OFF')
  try {
    run.immediate()
  } finally {
    db.pragma('foreign_keys=ON')
  }
}
