import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { pino, type Logger } from 'pino'
import type { BackendProfile } from 'pg-boss'
import type { Application } from '../contract/application.ts'
import type { Declared } from '../contract/identity.ts'
import type { Policy } from '../contract/policy.ts'
import type { Environment } from '../contract/sync.ts'
import { serveAdmin } from './admin/admin.ts'
import { addApplication } from './applications/add-application.ts'
import { reportLost } from './applications/lost-stolen.ts'
import { addAppointment, type NewAppointment } from './appointments/add-appointment.ts'
import { decideManually, type ManualDecision } from './adjudication/decide-manually.ts'
import { startAdjudication } from './adjudication/queue.ts'
import type { Central, Db, Limits, PacketKey } from './context.ts'
import { migrate } from './database/migrate.ts'
import { openDatabase } from './database/open-database.ts'
import type { Tables } from './database/tables.ts'
import { createApp } from './http/app.ts'
import { loadKeys, rotateKey, type KeyPurpose } from './keys/central-keys.ts'
import { createPacketWriter } from './packets/packet-writer.ts'
import { startMaintenance } from './maintenance.ts'
import { protocolRoutes } from './protocol.ts'
import { seedTraining } from './training/seed.ts'
import { issueStationCode } from './stations/codes.ts'
import { createStationLoader } from './stations/station-loader.ts'
import { setPolicy } from './stations/config.ts'
import { activateStation, recallApplication, revokeOperator, revokeStation } from './stations/lifecycle.ts'

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
  seed?: 'training' | null
  /** Logs in at /admin; null: that page is not served. */
  adminToken?: string | null
  limits?: Partial<Limits>
  /** Whether this instance decides packets beside receiving them; another one must where it does not. */
  adjudicate?: boolean
  now?: () => Date
  log?: Logger
}

const defaultLimits: Limits = { requestsPerSecond: 50, requestsBurst: 500, uploadsAtOnce: 256 }

/** One running instance of the central backend. */
export type RunningCentral = {
  url: string
  /** Logs in at /admin, once; null where that page is not served. */
  adminUrl: string | null
  db: Kysely<Tables>
  issueStationCode(branchName: string): Promise<string>
  activateStation(stationId: string, thumbprint: string): Promise<void>
  revokeStation(stationId: string, compromisedSince: Date): Promise<void>
  addApplication(application: Application, options?: { emailConfirmed: boolean }): Promise<void>
  recallApplication(applicationId: string): Promise<void>
  addAppointment(appointment: NewAppointment): Promise<void>
  revokeOperator(operatorId: string, since: Date): Promise<void>
  reportLost(document: Pick<Declared, 'documentType' | 'documentNumber'>): Promise<void>
  setPolicy(policy: Policy): Promise<void>
  decide(packet: PacketKey, decision: ManualDecision): Promise<void>
  rotateKey(purpose: KeyPurpose): Promise<string>
  /** Resolves when no received packet waits for a decision any more. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** Opens the database, brings it up to date, and serves the protocol on 127.0.0.1 unless told otherwise. */
export async function createCentral(options: CentralOptions): Promise<RunningCentral> {
  const now = options.now ?? (() => new Date())
  const log = options.log ?? pino({ level: 'silent' })
  const database = await openDatabase({
    databaseUrl: options.databaseUrl ?? null,
    dataFolder: options.dataFolder ?? null,
    poolSize: options.poolSize ?? 10,
    backend: options.backend ?? 'postgres',
  })
  const { db } = database
  const wrapKey = options.wrapKey ?? null
  await migrate(db, migrationsFolder, now())
  let keys = await loadKeys(db, wrapKey, now())
  const core = {
    db,
    environment: options.environment,
    publicOrigin: options.publicOrigin ?? null,
    limits: { ...defaultLimits, ...options.limits },
    log,
    now,
    loadStation: createStationLoader(db),
    keys: () => keys,
    reloadKeys: async () => (keys = await loadKeys(db, wrapKey, now())),
    rotateKey: async (purpose: KeyPurpose) => {
      const kid = await rotateKey(db, purpose, wrapKey, now())
      keys = await loadKeys(db, wrapKey, now())
      return kid
    },
  }
  const adjudication = await startAdjudication(core, database.jobs, options.adjudicate ?? true)
  const central: Central = { ...core, adjudication }
  if (options.seed === 'training') await seedTraining(central, specimenFile)
  const app = createApp(central, protocolRoutes(createPacketWriter(db, adjudication)))
  const adminToken = options.adminToken ?? null
  const adminPath = adminToken === null ? null : serveAdmin(app, central, adminToken)
  await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
  const stopMaintenance = startMaintenance(central)
  const { port } = app.server.address() as AddressInfo
  const url = `http://${options.host ?? '127.0.0.1'}:${port}`
  return {
    url,
    adminUrl: adminPath === null ? null : url + adminPath,
    db,
    ...administration(central),
    async stop() {
      stopMaintenance()
      await app.close()
      await adjudication.stop()
      await database.close()
    },
  }
}

/** What an administrator does, as functions; the page at /admin calls the same. */
function administration(central: Central): Omit<RunningCentral, 'url' | 'adminUrl' | 'db' | 'stop'> {
  const { db, now } = central
  return {
    issueStationCode: (branchName) => issueStationCode(db, branchName, now()),
    activateStation: (stationId, thumbprint) => activateStation(central, stationId, thumbprint),
    revokeStation: (stationId, compromisedSince) => revokeStation(central, stationId, compromisedSince),
    addApplication: (application, { emailConfirmed } = { emailConfirmed: true }) =>
      addApplication(db, application, { emailConfirmed, specimen: false }),
    recallApplication: (applicationId) => recallApplication(central, applicationId),
    addAppointment: (appointment) => addAppointment(db, appointment),
    revokeOperator: (operatorId, since) => revokeOperator(central, operatorId, since),
    reportLost: (document) => reportLost(central, document),
    setPolicy: (policy) => setPolicy(db, policy, now()),
    decide: (packet, decision) => decideManually(central, packet, decision),
    rotateKey: (purpose) => central.rotateKey(purpose),
    settled: () => waitUntilSettled(db),
  }
}

async function waitUntilSettled(db: Db): Promise<void> {
  const waiting = () =>
    db.selectFrom('packet').select('packet_id').where('state', 'in', ['RECEIVED', 'VERIFYING']).limit(1)
  while ((await waiting().execute()).length > 0) await setTimeout(50)
}
