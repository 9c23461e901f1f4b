import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pino, type Logger } from 'pino'
import { openPcscReader } from './reader/pcsc/pcsc-reader.ts'
import { specimenRevocationLists, specimenTrust } from '../virtual-card/specimen-pki.ts'
import type { EventFrame } from '../contract/frame.ts'
import { createAppointments } from './appointments/create-appointments.ts'
import { createAudit } from './audit/create-audit.ts'
import { createBroadcast } from './wire/broadcast.ts'
import { createClock } from './clock/create-clock.ts'
import { localDay } from './clock/local-day.ts'
import { createDailyLog } from './daily-log/create-daily-log.ts'
import { createDesk } from './people/desk.ts'
import { createDispatch, type Dispatch, type Handlers } from './wire/dispatch.ts'
import { createDownloads, type Downloads } from './downloads/downloads.ts'
import { createDrafts } from './drafts/create-drafts.ts'
import { createClosedHere } from './session/closed-here.ts'
import { createSessionEffects } from './session/session-effects.ts'
import { createSimulatedChipReader } from './training/simulated-chip-reader.ts'
import type { StationEnvironment } from './start/environment.ts'
import { createExports } from './daily-log/exports.ts'
import { operatorHandlers } from './people/operator-handlers.ts'
import { sessionHandlers } from './session/session-handlers.ts'
import { stationHandlers } from './status/station-handlers.ts'
import { trustHandlers } from './trust/trust-handlers.ts'
import { createStationKeys } from './keys/station-keys.ts'
import { followRequests } from './wire/in-flight.ts'
import { startMaintenance } from './maintenance/maintenance.ts'
import { createNotices } from './sync/notices.ts'
import { createOperators } from './people/create-operators.ts'
import type { KeyWrap } from './keys/port.ts'
import type { Sync, SyncNotice } from './sync/port.ts'
import { createQueue } from './queue/create-queue.ts'
import { createSealing } from './seal/create-sealing.ts'
import { createSessionRunner } from './session/session-runner.ts'
import { softwareVersion } from './software-version.ts'
import { settleVisit } from './appointments/settle-visit.ts'
import { createStatusBoard } from './status/status-board.ts'
import { gatherStatus } from './status/gather-status.ts'
import { openStorage } from './store/storage.ts'
import { createCentralRecord } from './sync/central-state.ts'
import { createSync } from './sync/create-sync.ts'
import { trainingHandlers } from './training/training-handlers.ts'
import { createTrustAnchors } from './trust/trust-anchors.ts'

export interface StationOptions extends StationEnvironment {
  /** The shell's key store, or null where it has none. */
  keyWrap: KeyWrap | null
  /** Never given anything personal. */
  log?: Logger
  timeZone?: string
  /** The machine's clocks, in milliseconds; a test sets them. */
  time?: { wallMs: () => number; monotonicMs: () => number; sleptMs?: () => number }
  /** Told after a revoked station has destroyed its database: the shell should end. */
  onDestroyed?: () => void
}

/** The kiosk behind its interface. */
export interface Station {
  dispatch: Dispatch
  /** Events for the interface; answers the function that stops them. */
  listen(listener: (frame: EventFrame) => void): () => void
  downloads: Downloads
  stop(): Promise<void>
}

/** How long a stop waits for requests under way: a PIN takes a second. */
const patienceMs = 3_000

/** The composition root: makes every part, hands each what it needs, starts the loops. Imports no shell. */
export async function createStation(options: StationOptions): Promise<Station> {
  const core = createCore(options)
  const { storage, broadcast, log } = core
  const work = createWork(options, core)
  const { desk, runner, statusBoard } = work
  const exports = createExports(core.dailyLog, core.downloads, broadcast, storage.exportFolder)
  const handlers: Handlers = {
    ...operatorHandlers({ ...core, ...work }),
    ...sessionHandlers({
      ...core,
      ...work,
      branchName: () => core.sync.identity().branchName,
      fontsFolder: join(options.assetsFolder, 'fonts'),
    }),
    ...stationHandlers({ ...core, ...work, exports, exportFolder: storage.exportFolder }),
    ...trustHandlers({ desk, trust: core.trust }),
    ...trainingHandlers({
      reader: work.simulated,
      isTraining: core.training,
      portraitFolder: pathToFileURL(join(options.assetsFolder, 'specimens') + '/'),
      fontsFolder: join(options.assetsFolder, 'fonts'),
      now: core.now,
    }),
  }
  const requests = followRequests(
    createDispatch({
      handlers,
      authorise: (access) => desk.authorise(access),
      onInternalError: (name, error) => log.error({ request: name, err: error }, 'request failed'),
    }),
  )
  const maintenance = startMaintenance(core, runner, statusBoard.refresh)
  const stopListening = broadcast.listen(({ event, payload }) => {
    // The visit that was held after its day may go now.
    if (event === 'session.changed' && payload === null) maintenance.look()
  })
  const stop = async () => {
    stopListening()
    maintenance.stop()
    exports.cancelAll()
    runner.leave(true)
    await Promise.all([core.sync.stop(), work.reader.stop(), requests.settled(patienceMs)])
    storage.store.close()
  }
  core.onNotice(
    createNotices({
      ...core,
      ...work,
      destroy: async () => {
        await stop()
        storage.destroy()
        options.onDestroyed?.()
      },
    }),
  )
  core.sync.start()
  statusBoard.refresh()
  return {
    dispatch: requests.dispatch,
    listen: broadcast.listen,
    downloads: core.downloads,
    stop,
  }
}

/** What stands on its own: store, keys, people, queue, synchronisation. */
function createCore(options: StationOptions) {
  const log = options.log ?? pino({ level: 'silent' })
  const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const training = options.environment === 'training'
  const storage = openStorage({ ...options, now: () => new Date() })
  const { store } = storage
  const central = createCentralRecord(store)
  const { lastContactAt } = central.get()
  const clock = createClock({
    offsetMs: central.get().clockOffsetMs,
    notBefore: lastContactAt === null ? null : new Date(lastContactAt),
    onChange: (clockOffsetMs) => central.set({ clockOffsetMs }),
    ...options.time,
  })
  const now = () => clock.now()
  const today = () => localDay(now(), timeZone)
  const policy = () => central.policyOn(today())
  const keys = createStationKeys(store, now)
  const audit = createAudit({ store, keys, clock, timeZone })
  const operators = createOperators({ store, audit, clock, timeZone, policy })
  // Sealing and settling wake the synchronisation, which is made after them.
  let sync: Sync | null = null
  const wake = () => sync?.wake()
  let notice: (notice: SyncNotice) => void = () => {}
  const appointments = createAppointments({ store, audit, clock, timeZone, policy, onSettled: wake })
  const common = { store, audit, clock, keys, central, timeZone, softwareVersion }
  sync = createSync({
    ...common,
    operators,
    appointments,
    centralUrl: options.centralUrl,
    kind: options.kind,
    notify: (told) => notice(told),
    onFault: (error) => log.error({ err: error }, 'synchronisation'),
  })
  return {
    ...common,
    log,
    training,
    storage,
    now,
    today,
    policy,
    operators,
    appointments,
    sync,
    sealing: createSealing({ ...common, onSealed: wake }),
    queue: createQueue({ store, audit, clock, keys, state: () => central.get().state, onReleased: wake }),
    drafts: createDrafts({ store, audit, clock, policy }),
    dailyLog: createDailyLog({ ...common, fontsFolder: join(options.assetsFolder, 'fonts'), pruneAudit: audit.prune }),
    broadcast: createBroadcast(),
    downloads: createDownloads(() => clock.monotonicMs()),
    trust: createTrustAnchors({
      store,
      audit,
      folder: join(options.assetsFolder, 'trust'),
      specimens: training ? [...specimenTrust(), ...specimenRevocationLists(now())] : [],
      now,
    }),
    onNotice(listener: (notice: SyncNotice) => void) {
      notice = listener
    },
  }
}
export type Core = ReturnType<typeof createCore>

/** What a person at the counter sets in motion: the desk, the reader, the session. */
function createWork(options: StationOptions, core: Core) {
  const { operators, drafts, sealing, audit, broadcast, sync, appointments, trust, now, today, policy } = core
  const simulated = options.reader === 'simulated' ? createSimulatedChipReader() : null
  const reader = simulated ?? openPcscReader()
  const desk = createDesk(operators, () => statusBoard.refresh())
  const statusBoard = createStatusBoard(() => gatherStatus(options, core, desk, reader), broadcast)
  reader.onChange(statusBoard.refresh)
  const operatorId = () => desk.require().operatorId
  // In training the same citizens come again and again.
  const closedHere = core.training ? () => null : createClosedHere(core.store)
  const runner = createSessionRunner({
    desk,
    operators,
    drafts,
    sealing,
    audit,
    runEffect: createSessionEffects({ sync, appointments, reader, trust: trust.store, now, operatorId, closedHere }),
    closedHere,
    context: () => ({ now: now().toISOString(), today: today(), policy: policy() }),
    gate: sync.gate,
    channel: () => (options.kind === 'tablet' ? 'home' : 'counter'),
    training: core.training,
    onSealed: (sealed) => settleVisit(appointments, sealed),
    publish: (session) => broadcast.emit('session.changed', session),
    onFault: (error) => core.log.error({ err: error }, 'session effect'),
  })
  return { desk, reader, simulated, runner, statusBoard }
}
export type Work = ReturnType<typeof createWork>
