import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pino } from 'pino'
import { specimenRevocationLists, specimenTrust } from '../virtual-card/specimen-pki.ts'
import { appointmentHandlers } from './appointments/appointment-handlers.ts'
import { createAppointments } from './appointments/create-appointments.ts'
import { auditHandlers } from './audit/audit-handlers.ts'
import { createAudit } from './audit/create-audit.ts'
import { createBus } from './bus/create-bus.ts'
import { clockHandlers } from './clock/clock-handlers.ts'
import { recordedTime } from './clock/recorded-time.ts'
import { createClock } from './clock/create-clock.ts'
import { localDay } from '../enrolment/local-day.ts'
import { isRosterOld } from '../enrolment/roster-age.ts'
import type { SessionContext } from '../enrolment/session/events.ts'
import { createDailyLog } from './daily-log/create-daily-log.ts'
import { dailyLogHandlers } from './daily-log/daily-log-handlers.ts'
import { createExports } from './daily-log/exports.ts'
import { createDownloads } from './downloads/downloads.ts'
import { createDrafts } from './drafts/create-drafts.ts'
import { draftHandlers } from './drafts/draft-handlers.ts'
import { figureHandlers } from './figures/figure-handlers.ts'
import { createKeptFigures } from './figures/kept-figures.ts'
import type { KeyKeeper } from './keys/port.ts'
import { createStationKeys } from './keys/station-keys.ts'
import { createStrangers } from './loopback/strangers.ts'
import { startMaintenance } from './maintenance/maintenance.ts'
import { createAuth } from './people/auth.ts'
import { createOperators } from './people/create-operators.ts'
import { operatorHandlers } from './people/operator-handlers.ts'
import type { Protection, Station, StationOptions } from './port.ts'
import { createRenewal } from './process/renewal.ts'
import { createQueue } from './queue/create-queue.ts'
import { queueHandlers } from './queue/queue-handlers.ts'
import { connectReactions } from './reactions.ts'
import { openPcscReader } from './reader/pcsc/pcsc-reader.ts'
import { receiptHandlers } from './receipt/receipt-handlers.ts'
import { createSealing } from './seal/create-sealing.ts'
import { createClosedHere } from './session/closed-here.ts'
import { createVisitMarks } from './session/visit-marks.ts'
import { createSessionEffects } from './session/session-effects.ts'
import { sessionHandlers } from './session/session-handlers.ts'
import { createSessionRunner } from './session/session-runner.ts'
import { softwareVersion } from '../contract/software-version.ts'
import { createFirstScreen } from './status/first-screen.ts'
import { gatherStatus } from './status/gather-status.ts'
import { createStatusBoard } from './status/status-board.ts'
import { statusHandlers } from './status/status-handlers.ts'
import { openStorage, type Storage } from './store/storage.ts'
import { supportHandlers } from './support/support-handlers.ts'
import { createCentralRecord } from './sync/central-state.ts'
import type { Refusal } from './sync/refusal.ts'
import { unknownEquipment } from './sync/sync-parts.ts'
import { createSync } from './sync/create-sync.ts'
import { registrationHandlers } from './sync/registration-handlers.ts'
import { createSimulatedChipReader } from './training/simulated-chip-reader.ts'
import { createExercise } from './training/exercise/create-exercise.ts'
import { exerciseHandlers } from './training/exercise/exercise-handlers.ts'
import { createVisitors } from './training/visitors.ts'
import { trainingHandlers } from './training/training-handlers.ts'
import { createTrustAnchors } from './trust/trust-anchors.ts'
import { trustHandlers } from './trust/trust-handlers.ts'
import { createBroadcast } from './wire/broadcast.ts'
import { createDispatch, type Handlers } from './wire/dispatch.ts'
import { followRequests } from './wire/in-flight.ts'

/** How long a stop waits for requests under way: a PIN takes a second. */
const patienceMs = 3_000
const dayMs = 86_400_000

/** The composition root, a list: makes every part, hands each what it needs, starts the loops. Imports no shell. */
export async function createStation(options: StationOptions): Promise<Station> {
  const foundation = createFoundation(options, await openStorage({ ...options, now: () => new Date() }))
  const features = createFeatures(options, foundation)
  const counter = createCounter(options, { ...foundation, ...features })
  const parts = { ...options, ...foundation, ...features, ...counter }
  const { bus, log, auth, reader, runner, sync, exports, storage, broadcast, statusBoard } = parts
  const requests = followRequests(
    createDispatch({
      handlers: createHandlers(options, parts),
      authorise: (access) => auth.authorise(access),
      onInternalError: (name, error) => log.error({ request: name, err: error }, 'request failed'),
    }),
  )
  const { onVisitEnd } = options
  const renewal = createRenewal({ onVisitEnd, exports, broadcast, requests, patienceMs })
  const maintenance = startMaintenance(parts, statusBoard.refresh)
  /** On a disk that takes nothing more the draft stays as it was last saved. */
  const leaveAnyhow = () => {
    try {
      runner.leave(true)
    } catch (error) {
      log.error({ err: error }, 'leaving the visit as the station stops')
    }
  }
  const stop = once(async () => {
    disconnect()
    leaveAnyhow()
    maintenance.stop()
    exports.cancelAll()
    await Promise.all([sync.stop(), reader.stop(), requests.settled(patienceMs)])
    storage.store.close()
  })
  const destroy = async () => {
    await stop()
    storage.destroy()
    options.onDestroyed?.()
  }
  const disconnect = connectReactions({ ...parts, maintenance, renewal, destroy })
  reader.onChange(() => bus.publish({ type: 'reader_changed' }))
  sync.start()
  statusBoard.refresh()
  const { downloads, strangers } = parts
  const protection = protectionOf(storage.keeper, options.isDiskEncrypted)
  log.info({ protection }, 'store opened')
  const handOver = () => {
    broadcast.endWith('station.renewed', null)
    return { operatorId: auth.operator?.operatorId ?? null, locked: auth.locked, strangerAt: strangers.lastAt() }
  }
  return { dispatch: renewal.dispatch, listen: broadcast.listen, downloads, strangers, protection, handOver, stop }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null
  return () => (running ??= work())
}

function protectionOf(keeper: KeyKeeper, isDiskEncrypted: boolean): Protection {
  if (keeper !== 'none') return keeper
  return isDiskEncrypted ? 'disk' : 'key_file'
}

/** What every feature stands on: the bus, the store, the time, the keys, the record. */
function createFoundation(options: StationOptions, storage: Storage) {
  const log = options.log ?? pino({ level: 'silent' })
  const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const bus = createBus((error) => log.error({ err: error }, 'reaction'))
  const { store } = storage
  const central = createCentralRecord(store)
  const { clockOffsetMs, policy: lastPolicy } = central.get()
  const clock = createClock({
    offsetMs: clockOffsetMs,
    record: recordedTime(store, central),
    maxAheadMs: lastPolicy.maxDaysWithoutContact * dayMs,
    onChange: (offsetMs) => central.set({ clockOffsetMs: offsetMs }),
    ...options.time,
  })
  const now = () => clock.now()
  const today = () => localDay(now(), timeZone)
  const policy = () => central.policyOn(today())
  const keys = createStationKeys(store, now)
  const audit = createAudit({ store, keys, clock, timeZone })
  if (store.lostCommits > 0)
    audit.append({ action: 'store.log_damaged', actor: 'station', subject: null, facts: { lost: store.lostCommits } })
  const broadcast = createBroadcast()
  const downloads = createDownloads(() => clock.monotonicMs())
  const strangers = createStrangers({ audit, clock, bus }, options.before?.strangerAt)
  const training = options.environment === 'training'
  const time = { clock, timeZone, now, today, policy }
  return {
    log,
    bus,
    storage,
    store,
    central,
    keys,
    audit,
    broadcast,
    downloads,
    strangers,
    training,
    softwareVersion,
    equipment: unknownEquipment(),
    ...time,
  }
}
type Foundation = ReturnType<typeof createFoundation>

/** A line a feature. */
function createFeatures(options: StationOptions, foundation: Foundation) {
  const { log, central, storage, now, training, broadcast, downloads, audit } = foundation
  const folder = (name: string) => join(options.assetsFolder, name)
  const specimens = training ? [...specimenTrust(), ...specimenRevocationLists(now())] : []
  const operators = createOperators({ ...foundation, ...(options.scryptCost && { scryptCost: options.scryptCost }) })
  const appointments = createAppointments(foundation)
  const onFault = (error: unknown) => log.error({ err: error }, 'synchronisation')
  const { centralUrl, kind, network, ring } = options
  const trust = createTrustAnchors({ ...foundation, folder: folder('trust'), specimens })
  const onRefused = (request: string, { code, status, requestId }: Refusal) =>
    log.warn({ request, reason: code, status, requestId }, 'central refused')
  const told = { onFault, onRefused }
  const sync = createSync({ ...foundation, trust, operators, appointments, centralUrl, kind, network, ring, ...told })
  const sealing = createSealing(foundation)
  const queue = createQueue({ ...foundation, state: () => central.get().state })
  const drafts = createDrafts(foundation)
  const marks = createVisitMarks(foundation)
  const keptFigures = createKeptFigures(foundation)
  const dailyLog = createDailyLog({ ...foundation, fontsFolder: folder('fonts'), pruneAudit: audit.prune })
  const exercise = createExercise({ ...foundation, dailyLog, operators })
  const visitors = createVisitors({ ...foundation, sync })
  const exports = createExports(dailyLog, downloads, broadcast, storage.exportFolder)
  return {
    operators,
    appointments,
    sync,
    sealing,
    queue,
    drafts,
    marks,
    keptFigures,
    dailyLog,
    exercise,
    visitors,
    exports,
    trust,
  }
}
type Features = ReturnType<typeof createFeatures>

/** What a person sets in motion: the auth, the reader, the session, and the top bar that shows them. */
function createCounter(options: StationOptions, parts: Foundation & Features) {
  const { log, bus, operators, sync, trust, store, training, broadcast } = parts
  const { kind } = options
  const simulated = options.reader === 'simulated' ? createSimulatedChipReader() : null
  const reader = simulated ?? openPcscReader()
  parts.equipment.reader = () => reader.status()
  const auth = createAuth(
    operators,
    () => bus.publish({ type: 'login_changed' }),
    () => runner.leave(true),
    options.before,
  )
  const statusBoard = createStatusBoard(() => gatherStatus({ ...parts, kind, auth, reader }), broadcast)
  const operatorId = () => auth.require().operatorId
  // In training the same citizens come again and again.
  const firstScreen = createFirstScreen(parts)
  const closedHere = training ? () => null : createClosedHere(store)
  const runner = createSessionRunner({
    ...parts,
    auth,
    runEffect: createSessionEffects({
      ...parts,
      reader,
      trust: trust.store,
      isTrustOutdated: trust.isOutdated,
      operatorId,
      closedHere,
    }),
    closedHere,
    context: () => contextOf(parts),
    gate: () => (firstScreen.isAwaited() ? 'station_version_unshown' : sync.gate()),
    channel: () => (kind === 'tablet' ? 'home' : 'counter'),
    onFault: (error) => log.error({ err: error }, 'session effect'),
  })
  return { auth, reader, simulated, runner, statusBoard, firstScreen }
}
type Counter = ReturnType<typeof createCounter>

/** What the session's rules take from outside at each event. In training people make themselves known: no roster grows old. */
function contextOf({ now, today, policy, central, clock, training }: Foundation): SessionContext {
  const [at, inForce] = [now().toISOString(), policy()]
  const rosterOld = !training && isRosterOld(central.get().rosterAsOf, at, inForce)
  return { now: at, today: today(), policy: inForce, rosterOld, timeProof: clock.proof() }
}

/** Every request of the contract, from the feature it belongs to. */
function createHandlers(
  { assetsFolder, dataFolder }: StationOptions,
  parts: Foundation & Features & Counter,
): Handlers {
  const fontsFolder = join(assetsFolder, 'fonts')
  const { exportFolder } = parts.storage
  const portraitFolder = pathToFileURL(join(assetsFolder, 'specimens') + '/')
  return {
    ...statusHandlers(parts),
    ...clockHandlers(parts),
    ...registrationHandlers(parts),
    ...operatorHandlers(parts),
    ...sessionHandlers(parts),
    ...draftHandlers(parts),
    ...receiptHandlers({ ...parts, fontsFolder }),
    ...queueHandlers(parts),
    ...appointmentHandlers(parts),
    ...figureHandlers(parts),
    ...dailyLogHandlers(parts),
    ...auditHandlers({ ...parts, exportFolder }),
    ...trustHandlers(parts),
    ...supportHandlers({ ...parts, dataFolder }),
    ...exerciseHandlers({ ...parts, portraitFolder }),
    ...trainingHandlers({
      reader: parts.simulated,
      isTraining: parts.training,
      operatorId: () => parts.auth.require().operatorId,
      visitors: parts.visitors,
      sync: parts.sync,
      portraitFolder,
      fontsFolder,
      now: parts.now,
    }),
  }
}
