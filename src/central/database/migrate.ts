import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { CompiledQuery, sql, type Kysely } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { Tables } from './tables.ts'

type Migration = { name: string; sha256: string; statements: string[] }

/** The table that lists applied files: central's own, or that of the identity service on the same database. */
export type Bookkeeping = 'migration' | 'identity_migration'

const bookkeeping = (table: Bookkeeping) =>
  `CREATE TABLE IF NOT EXISTS ${table} (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL)`
const attempts = 5

/**
 * Applies what is missing of a folder of SQL files, each in one transaction with its bookkeeping row. Instances that start
 * together wait for each other on that row. Code: store_migration_mismatch when the database was made by other files.
 */
export async function migrate(
  db: Kysely<Tables>,
  folder: URL,
  now: Date,
  table: Bookkeeping = 'migration',
): Promise<void> {
  const migrations = await readMigrations(folder)
  for (let attempt = 1; ; attempt++) {
    try {
      await db.executeQuery(CompiledQuery.raw(bookkeeping(table)))
      return await applyMissing(db, migrations, now, table)
    } catch (error) {
      // Another instance was a moment ahead, perhaps at each of the files; what it did is there on the next look.
      if (error instanceof Failure || attempt >= attempts + migrations.length) throw error
    }
  }
}

async function applyMissing(db: Kysely<Tables>, migrations: Migration[], now: Date, table: Bookkeeping): Promise<void> {
  const applied = await db.selectFrom(table).selectAll().orderBy('name').execute()
  const known = applied.every((row, i) => row.name === migrations[i]?.name && row.sha256 === migrations[i].sha256)
  if (!known) throw new Failure('store_migration_mismatch')
  for (const migration of migrations.slice(applied.length)) await apply(db, migration, now, table)
}

async function apply(
  db: Kysely<Tables>,
  { name, sha256, statements }: Migration,
  now: Date,
  table: Bookkeeping,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.insertInto(table).values({ name, sha256, applied_at: now }).execute()
    for (const statement of statements) await sql.raw(statement).execute(trx)
  })
}

async function readMigrations(folder: URL): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(names.map((name) => readMigration(new URL(name, folder), name)))
}

async function readMigration(file: URL, name: string): Promise<Migration> {
  const text = await readFile(file, 'utf8')
  const statements = text
    .split(/;[ \t]*\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
  return { name, sha256: createHash('sha256').update(text).digest('hex'), statements }
}
