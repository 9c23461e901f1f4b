import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { pino, type Logger } from 'pino'
import type { BackendProfile } from 'pg-boss'
import type { Environment } from '../contract/protocol/environment.ts'
import { Failure } from '../contract/failure.ts'
import { administration, type Administration } from './administration.ts'
import { Administrators } from './admin/administrators.ts'
import { serveAdmin } from './admin/admin.ts'
import type { AdminProvider } from './admin/provider-login.ts'
import { startAdjudication } from './adjudication/queue.ts'
import { apiRoutes } from './api.ts'
import type { Central, Db, Limits, Mount, Mounted } from './context.ts'
import { migrate } from './database/migrate.ts'
import { openDatabase, type CentralDatabase } from './database/open-database.ts'
import type { Tables } from './database/tables.ts'
import { normalizeOrigin } from './http/origin.ts'
import { createApp } from './http/app.ts'
import { healthRoute, readyRoute } from './http/health.ts'
import { remoteAddressBook, sampleAddressBook } from './intake/address-book.ts'
import { sealDeclarations } from './intake/seal-declarations.ts'
import { loadKeys, rotateKey, type KeyKeeping } from './keys/central-keys.ts'
import type { KeyPort } from './keys/key-port.ts'
import { readGauges } from './telemetry/gauges.ts'
import { createMetrics } from './telemetry/metrics.ts'
import { serveMetrics } from './telemetry/serve-metrics.ts'
import { noTraces, startTraces, type Traces, type TraceSettings } from './telemetry/traces.ts'
import { createPacketWriter } from './packets/packet-writer.ts'
import type { MailSettings } from './mail/post-office.ts'
import { startMaintenance, startPost } from './maintenance.ts'
import { protocolRoutes } from './protocol.ts'
import { seedTraining } from './training/seed.ts'
import { createTrustLoader } from './trust/trust-files.ts'
import { createEventWatch } from './events/event-watch.ts'
import { createStationLoader } from './stations/station-loader.ts'

const migrationsFolder = new URL('../../migrations/central/', import.meta.url)
const specimenFile = new URL('../../assets/specimens/applications.json', import.meta.url)

export type CentralOptions = {
  environment: Environment
  /** postgres:// URL of a server; null: PGlite, in `dataFolder` or, where that is null, in memory. */
  databaseUrl?: string | null
  dataFolder?: string | null
  /** What the server is, for the job queue: plain PostgreSQL unless said otherwise. */
  backend?: BackendProfile
  poolSize?: number
  host?: string
  /** 0: any free port. */
  port?: number
  /** Scheme and host that stations use when a proxy stands before this instance. */
  publicOrigin?: string | null
  /** 32 bytes that encrypt central's private keys at rest. */
  wrapKey?: Uint8Array | null
  /** 32 bytes that encrypt its authority key, which signs policy, rosters and trust; `wrapKey` unless given; `none`: stays locked. */
  authorityKey?: Uint8Array | 'none'
  /** Where pairs are made and used instead (keys/pkcs11-keys.ts). */
  token?: KeyPort | null
  /** Whose keys stand unencrypted beside a history, or that all are lost (keys/known-history.ts). */
  keysOfHistory?: string | null
  seed?: 'training' | null
  /** Sends letters to citizens; null: they wait in the outbox. */
  mail?: MailSettings | null
  /** `/search` of the national address base, or of a server of its shape; null: the embedded sample. */
  addressUrl?: string | null
  /** Who logs in at /admin by tokens, as `Administrators` reads it; null: nobody. */
  adminToken?: string | null
  /** Where administrators have accounts; null: nowhere. The page is served where either lets somebody in. */
  adminProvider?: AdminProvider | null
  limits?: Partial<Limits>
  /** A port of its own for Prometheus, beside `host`'s; 0: any free one; null: none. */
  metricsPort?: number | null
  /** The address of that port; 127.0.0.1 unless told otherwise: who reaches it reads how many wait and what is refused. */
  metricsHost?: string
  /** Where spans of requests and decisions go; null: nowhere. */
  traces?: TraceSettings | null
  /** Whether this instance decides packets beside receiving them; another one must where it does not. */
  adjudicate?: boolean
  /** What else this instance serves. */
  mounts?: readonly Mount[]
  /** False: this instance serves its mounts alone, for others that speak the protocol on the same database. */
  protocol?: boolean
  now?: () => Date
  /** The lot for the share that a person looks at (adjudication/draw-lot.ts); without it nobody is drawn. */
  draw?: () => number
  log?: Logger
}

const defaultLimits: Limits = { requestsPerSecond: 50, requestsBurst: 500, uploadsAtOnce: 256 }

/** One running instance of the central backend. */
export type RunningCentral = Administration & {
  url: string
  /** Logs in at /admin, once; null where no token opens it. */
  adminUrl: string | null
  /** Where Prometheus asks; null: nowhere. */
  metricsUrl: string | null
  db: Kysely<Tables>
  stop(): Promise<void>
}

/** Opens the database, brings it up to date, and serves the protocol on 127.0.0.1 unless told otherwise. */
export async function createCentral(options: CentralOptions): Promise<RunningCentral> {
  const log = options.log ?? pino({ level: 'silent' })
  const traces = options.traces ? startTraces(options.traces, log) : noTraces
  const database = await openDatabase({
    databaseUrl: options.databaseUrl ?? null,
    dataFolder: options.dataFolder ?? null,
    poolSize: options.poolSize ?? 10,
    backend: options.backend ?? 'postgres',
    onStatement: traces.statement,
  })
  try {
    return await startCentral({ ...options, log }, database, traces)
  } catch (error) {
    await database.close()
    throw error
  }
}

type Started = CentralOptions & { log: Logger }

async function startCentral(options: Started, database: CentralDatabase, traces: Traces): Promise<RunningCentral> {
  const mounted: Mounted[] = []
  const services = () => mounted.find((one) => one.services !== undefined)?.services ?? null
  const core = { ...(await prepare(options, database.db, traces)), services }
  const adjudication = await startAdjudication(core, database.jobs, options.adjudicate ?? true)
  const central: Central = { ...core, adjudication }
  if (options.seed === 'training') await seedTraining(central, specimenFile)
  const writer = createPacketWriter(database.db, adjudication, traces.origin)
  const routes = [...protocolRoutes(writer), ...apiRoutes()]
  const app = createApp(central, options.protocol === false ? [healthRoute, readyRoute] : routes)
  const { adminToken = null, adminProvider: provider = null } = options
  const tokens = adminToken === null ? [] : Administrators.parse(adminToken)
  const adminPath = tokens.length === 0 && provider === null ? null : serveAdmin(app, central, { provider, tokens })
  for (const mount of options.mounts ?? []) mounted.push(await mount(app, central))
  await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
  const { metricsPort = null, metricsHost = '127.0.0.1' } = options
  const metrics = metricsPort === null ? null : await serveMetrics(central, metricsHost, metricsPort)
  const stopMaintenance = startMaintenance(central)
  const stopPost = !options.mail ? null : startPost(central, options.mail)
  const { port } = app.server.address() as AddressInfo
  const url = `http://${options.host ?? '127.0.0.1'}:${port}`
  return {
    url,
    metricsUrl: metrics?.url ?? null,
    adminUrl: adminPath === null ? null : url + adminPath,
    db: database.db,
    ...administration(central),
    async stop() {
      stopMaintenance()
      stopPost?.()
      await metrics?.stop()
      for (const { stop } of mounted) await stop()
      central.eventWatch.stop()
      await closeServer(app)
      await adjudication.stop()
      await database.close()
      await traces.stop()
    },
  }
}

/** A connection whose answer was under way when closing began is idle after it, and nobody would close it for a minute. */
async function closeServer(app: FastifyInstance): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), 100)
  await app.close().finally(() => clearInterval(sweep))
}

/** Tables and keys in order, and what all parts share. Codes: store_migration_mismatch, training_forbidden. */
async function prepare(options: Started, db: Db, traces: Traces): Promise<Omit<Central, 'adjudication' | 'services'>> {
  const now = options.now ?? (() => new Date())
  const { addressUrl = null } = options
  const online = options.wrapKey ?? null
  const keeping: KeyKeeping = {
    online,
    authority: options.authorityKey ?? online,
    token: options.token ?? null,
    keysOfHistory: options.keysOfHistory ?? null,
  }
  await migrate(db, migrationsFolder, now())
  await claimEnvironment(db, options.environment)
  let keys = await loadKeys(db, keeping, now())
  await sealDeclarations({ db, keys: () => keys })
  const reloadKeys = async () => (keys = await loadKeys(db, keeping, now()))
  return {
    db,
    environment: options.environment,
    publicOrigin: options.publicOrigin ? normalizeOrigin(options.publicOrigin) : null,
    limits: { ...defaultLimits, ...options.limits },
    log: options.log,
    now,
    loadStation: createStationLoader(db),
    eventWatch: createEventWatch({ db, now, log: options.log }),
    addressBook: addressUrl === null ? sampleAddressBook() : remoteAddressBook(addressUrl),
    trust: createTrustLoader(db, options.environment),
    metrics: createMetrics(() => readGauges({ db, now })),
    traces,
    draw: options.draw ?? null,
    keys: () => keys,
    reloadKeys,
    async rotateKey(purpose) {
      const kid = await rotateKey(db, purpose, keeping, now())
      await reloadKeys()
      return kid
    },
  }
}

/** A database belongs to training or to production from its first start. */
async function claimEnvironment(db: Db, environment: Environment): Promise<void> {
  await db
    .insertInto('setting')
    .values({ name: 'environment', value: environment })
    .onConflict((clash) => clash.column('name').doNothing())
    .execute()
  const { value } = await db
    .selectFrom('setting')
    .select('value')
    .where('name', '=', 'environment')
    .executeTakeFirstOrThrow()
  if (value !== environment) throw new Failure('training_forbidden', `this database is for ${value}`)
}
