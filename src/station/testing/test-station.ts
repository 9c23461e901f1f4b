import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../../contract/protocol/environment.ts'
import { createAppointments } from '../appointments/create-appointments.ts'
import { createAudit } from '../audit/create-audit.ts'
import { createBus } from '../bus/create-bus.ts'
import { recordedTime } from '../clock/recorded-time.ts'
import { createClock } from '../clock/create-clock.ts'
import { createDailyLog } from '../daily-log/create-daily-log.ts'
import { createKeptFigures } from '../figures/kept-figures.ts'
import { createVisitMarks } from '../session/visit-marks.ts'
import { createDrafts } from '../drafts/create-drafts.ts'
import { createStationKeys } from '../keys/station-keys.ts'
import { createOperators } from '../people/create-operators.ts'
import type { StationEvent } from '../bus/station-event.ts'
import { createQueue } from '../queue/create-queue.ts'
import { createSealing } from '../seal/create-sealing.ts'
import { openStore } from '../store/open-store.ts'
import { createCentralRecord } from '../sync/central-state.ts'
import { createTrustAnchors } from '../trust/trust-anchors.ts'
import { unknownEquipment } from '../sync/sync-parts.ts'
import { createSync } from '../sync/create-sync.ts'

export const migrationsFolder = join(import.meta.dirname, '../../../migrations')
export const fontsFolder = join(import.meta.dirname, '../../../assets/fonts')
/** Cheap on purpose: tests derive hundreds of keys. */
export const testCost = { N: 1024, r: 8, p: 1 }
export const testPin = '482913'

export interface TestStationOptions {
  folder: string
  environment?: Environment
  centralUrl?: string
  kind?: 'counter' | 'tablet'
  /** A clock under the test's control. */
  time?: { wall: number; monotonic: number }
  random?: () => number
  timeZone?: string
  softwareVersion?: string
  ring?: string
}

export function makeFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-test-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The real parts behind the station, wired without its sessions and screens. */
export function openTestStation(options: TestStationOptions) {
  const { time } = options
  const environment = options.environment ?? 'training'
  const timeZone = options.timeZone ?? 'Europe/Paris'
  const file = join(options.folder, 'station.db')
  const now = () => new Date(time?.wall ?? Date.now())
  const store = openStore({ file, key: Buffer.alloc(32, 7), migrationsFolder, environment, now })
  const central = createCentralRecord(store)
  const clock = createClock({
    offsetMs: central.get().clockOffsetMs,
    record: recordedTime(store, central),
    maxAheadMs: 7 * 86_400_000,
    onChange: (clockOffsetMs) => central.set({ clockOffsetMs }),
    ...(time === undefined ? {} : { wallMs: () => time.wall, monotonicMs: () => time.monotonic }),
  })
  const happened: StationEvent[] = []
  const faults: unknown[] = []
  const refusals: { request: string; code: string; requestId: string | null }[] = []
  const bus = createBus((error) => faults.push(error))
  bus.on(['station_wiped', 'station_destroyable'], (event) => happened.push(event))
  const keys = createStationKeys(store, now)
  const audit = createAudit({ store, keys, clock, timeZone })
  const policy = () => central.get().policy
  const operators = createOperators({ store, audit, clock, timeZone, policy, scryptCost: testCost })
  const appointments = createAppointments({ store, audit, clock, timeZone, policy, bus })
  const softwareVersion = options.softwareVersion ?? '0.0.0-test'
  const ring = options.ring ?? 'all'
  const equipment = unknownEquipment()
  const common = { store, audit, clock, keys, central, timeZone, softwareVersion, ring, bus, equipment }
  const trust = createTrustAnchors({
    ...common,
    folder: join(options.folder, 'trust'),
    specimens: [],
    training: environment === 'training',
    policy,
    now,
  })
  const sync = createSync({
    ...common,
    trust,
    operators,
    appointments,
    centralUrl: options.centralUrl ?? 'http://127.0.0.1:9',
    kind: options.kind ?? 'counter',
    onFault: (error) => faults.push(error),
    onRefused: (request, { code, requestId }) => refusals.push({ request, code, requestId }),
    ...(options.random === undefined ? {} : { random: options.random }),
  })
  const sealing = createSealing(common)
  const queue = createQueue({ ...common, state: () => central.get().state })
  const drafts = createDrafts({ store, audit, clock, policy })
  const marks = createVisitMarks({ store, clock, timeZone })
  const keptFigures = createKeptFigures({ store, clock })
  const dailyLog = createDailyLog({ ...common, fontsFolder, pruneAudit: audit.prune })
  return {
    ...common,
    trust,
    file,
    operators,
    appointments,
    sync,
    sealing,
    queue,
    drafts,
    marks,
    keptFigures,
    dailyLog,
    policy,
    happened,
    faults,
    refusals,
  }
}
export type TestStation = ReturnType<typeof openTestStation>
