import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, type LogEvent } from 'kysely'
import pg from 'pg'
import { fromPglite, type BackendProfile, type Db as JobDatabase } from 'pg-boss'
import { createConnectionLock, pgliteDialect } from './pglite-dialect.ts'
import type { Tables } from './tables.ts'

export type CentralDatabase = {
  db: Kysely<Tables>
  /** The same connections for the job queue, which speaks plain SQL. */
  jobs: { db: JobDatabase; backend: BackendProfile }
  close(): Promise<void>
}

/** Rather an answer than a queue without end; and what a dead instance had locked is free again, soon. */
const patience = { connectionTimeoutMillis: 10_000, idle_in_transaction_session_timeout: 60_000, keepAlive: true }

export type DatabaseLocation = {
  /** postgres:// URL; null for the embedded database. */
  databaseUrl: string | null
  /** Folder of the embedded database; null keeps it in memory. */
  dataFolder: string | null
  /** Connections of this instance to a server. */
  poolSize: number
  backend: BackendProfile
  /** Is told of each statement when it has ended. */
  onStatement?: (event: LogEvent) => void
}

/** Opens the central database: a PostgreSQL server by its URL, else PGlite in this process. Same SQL on both. */
export async function openDatabase(location: DatabaseLocation): Promise<CentralDatabase> {
  return location.databaseUrl === null ? openEmbedded(location) : openServer(location.databaseUrl, location)
}

const told = ({ onStatement }: Pick<DatabaseLocation, 'onStatement'>) =>
  onStatement === undefined ? {} : { log: onStatement }

async function openEmbedded({ dataFolder, ...location }: DatabaseLocation): Promise<CentralDatabase> {
  const client = dataFolder === null ? await PGlite.create() : await PGlite.create(dataFolder)
  const lock = createConnectionLock()
  const db = new Kysely<Tables>({ dialect: pgliteDialect(client, lock), ...told(location) })
  const plain = fromPglite(client)
  const jobs: JobDatabase = { executeSql: (text, values) => lock.run(() => plain.executeSql(text, values)) }
  return { db, jobs: { db: jobs, backend: 'pglite' }, close: () => lock.run(() => db.destroy()) }
}

async function openServer(databaseUrl: string, location: DatabaseLocation): Promise<CentralDatabase> {
  const { poolSize, backend } = location
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize, ...patience })
  // A connection that the server closes, idle or between two queries of a transaction, must not end the process: whoever
  // uses it next is told, and the next query opens another.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), ...told(location) })
  const jobs: JobDatabase = { executeSql: (text, values) => pool.query(text, values) }
  return { db, jobs: { db: jobs, backend }, close: () => db.destroy() }
}
