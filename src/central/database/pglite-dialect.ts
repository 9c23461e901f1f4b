import type { PGlite } from '@electric-sql/pglite'
import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'

/** Hands the one connection of an embedded database to one user at a time. */
export type Turnstile = <T>(work: () => Promise<T>) => Promise<T>

export type ConnectionLock = { acquire(): Promise<() => void>; run: Turnstile }

export function createConnectionLock(): ConnectionLock {
  let last: Promise<void> = Promise.resolve()
  const acquire = async (): Promise<() => void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const before = last
    last = promise
    await before
    return resolve
  }
  const run: Turnstile = async (work) => {
    const release = await acquire()
    try {
      return await work()
    } finally {
      release()
    }
  }
  return { acquire, run }
}

/** Kysely over PGlite; a transaction keeps the connection until its end, because PGlite has only one. */
export function pgliteDialect(client: PGlite, lock: ConnectionLock): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => pgliteDriver(client, lock),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function pgliteDriver(client: PGlite, lock: ConnectionLock): Driver {
  const held = new WeakMap<DatabaseConnection, () => void>()
  const say = (connection: DatabaseConnection, words: string) => connection.executeQuery(CompiledQuery.raw(words))
  return {
    init: async () => {},
    acquireConnection: async () => {
      const release = await lock.acquire()
      const connection = pgliteConnection(client)
      held.set(connection, release)
      return connection
    },
    beginTransaction: async (connection) => void (await say(connection, 'BEGIN')),
    commitTransaction: async (connection) => void (await say(connection, 'COMMIT')),
    rollbackTransaction: async (connection) => void (await say(connection, 'ROLLBACK')),
    releaseConnection: async (connection) => held.get(connection)?.(),
    destroy: () => client.close(),
  }
}

function pgliteConnection(client: PGlite): DatabaseConnection {
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const result = await client.query<R>(query.sql, [...query.parameters])
      return { rows: result.rows, numAffectedRows: BigInt(result.affectedRows ?? 0) }
    },
    async *streamQuery() {
      throw new Error('PGlite does not stream')
    },
  }
}
