import type { Logger } from 'pino'
import type { Appointments } from './appointments/port.ts'
import type { Bus } from './bus/create-bus.ts'
import type { Downloads } from './downloads/downloads.ts'
import type { Maintenance } from './maintenance/maintenance.ts'
import type { Auth } from './people/auth.ts'
import type { Queue } from './queue/port.ts'
import type { Renewal } from './process/renewal.ts'
import type { SessionRunner } from './session/port.ts'
import type { StatusBoard } from './status/status-board.ts'
import type { Storage } from './store/storage.ts'
import type { Sync } from './sync/port.ts'
import type { Exercise } from './training/exercise/create-exercise.ts'
import { registerInTraining } from './training/register-in-training.ts'
import type { Broadcast } from './wire/broadcast.ts'

export interface ReactionParts {
  bus: Bus
  auth: Auth
  runner: SessionRunner
  appointments: Appointments
  queue: Queue
  sync: Sync
  exercise: Exercise
  downloads: Downloads
  storage: Storage
  statusBoard: StatusBoard
  broadcast: Broadcast
  maintenance: Maintenance
  renewal: Renewal
  training: boolean
  log: Logger
  /** Stops the station and destroys what it keeps. */
  destroy: () => Promise<void>
}

/**
 * What one feature does because another did something, in one list. The top bar comes last: it shows what the others made of it.
 * Answers the function that ends all of it.
 */
export function connectReactions(parts: ReactionParts): () => void {
  const { bus, auth, runner, appointments, queue, downloads, storage, statusBoard, broadcast, maintenance, log } = parts
  const sendHome = (keepDraft: boolean) => {
    runner.leave(keepDraft)
    auth.logout()
  }
  const ends = [
    bus.on(['login_changed'], () => {
      if (auth.operator === null) parts.renewal.begin()
    }),
    bus.on(['session_changed'], ({ session }) => {
      // Before the page is told: what it showed next would be gone as soon as somebody touched it.
      if (session === null) parts.renewal.begin()
      broadcast.emit('session.changed', session)
      // The visit that was held after its day may go now.
      if (session === null) maintenance.look()
    }),
    bus.on(['packet_sealed'], ({ operatorId, reference, outcome }) =>
      appointments.hold(operatorId, reference, outcome),
    ),
    bus.on(['packet_sealed'], ({ operatorId }) => {
      if (!parts.exercise.conclude(operatorId)) return
      auth.refresh()
      parts.sync.wake()
    }),
    bus.on(['network_changed'], () => registerInTraining(parts)),
    // Central's time is known now: what had to wait for it is due.
    bus.on(['network_changed'], () => maintenance.look()),
    bus.on(['packet_sealed', 'queue_changed'], () => {
      const { waiting, parked } = queue.counts()
      broadcast.emit('queue.changed', { waiting, parked })
    }),
    bus.on(['packet_changed'], ({ packetId, state, centralDecision }) =>
      runner.packetAdvanced(packetId, state, centralDecision),
    ),
    bus.on(['operators_revoked'], ({ operatorIds }) => {
      if (auth.operator !== null && operatorIds.includes(auth.operator.operatorId)) sendHome(true)
    }),
    bus.on(['application_recalled'], ({ reference }) => runner.recall(reference)),
    // Without a draft: the wipe has just removed them all. What was on its way out goes no further either.
    bus.on(['station_wiped'], () => {
      sendHome(false)
      downloads.dropAll()
      storage.removeExports(0)
    }),
    bus.on(
      ['station_destroyable'],
      () => void parts.destroy().catch((error: unknown) => log.error({ err: error }, 'destroying the store')),
    ),
    bus.on(
      [
        'login_changed',
        'reader_changed',
        'stranger_refused',
        'network_changed',
        'packet_sealed',
        'visit_settled',
        'queue_changed',
        'packet_changed',
        'policy_changed',
        'clock_settled',
        'trust_changed',
        'operators_revoked',
        'application_recalled',
        'station_wiped',
      ],
      statusBoard.refresh,
    ),
  ]
  return () => ends.forEach((end) => end())
}
