import type { SyncNotice } from './port.ts'
import type { Core, Work } from '../station.ts'

/** The fixed one-time code of training centrals: a kiosk in training needs no administrator. */
const trainingCode = 'TRAINING-STATION'

type NoticeOf<T extends SyncNotice['type']> = Extract<SyncNotice, { type: T }>
type Reactions = { [T in SyncNotice['type']]: (notice: NoticeOf<T>) => void }

/** What the station does when the synchronisation tells it something. The top bar follows every notice. */
export function createNotices(parts: Core & Work & { destroy: () => Promise<void> }): (notice: SyncNotice) => void {
  const { desk, runner, statusBoard, broadcast, queue, downloads, storage, log, destroy } = parts
  const sendHome = (keepDraft: boolean) => {
    runner.leave(keepDraft)
    desk.logout()
  }
  const reactions: Reactions = {
    network_changed: () => registerInTraining(parts),
    queue_changed: () => {
      const { waiting, parked } = queue.counts()
      broadcast.emit('queue.changed', { waiting, parked })
    },
    packet_changed: ({ packetId, state, centralDecision }) => runner.packetAdvanced(packetId, state, centralDecision),
    policy_changed: () => {},
    operators_revoked: ({ operatorIds }) => {
      if (desk.operator !== null && operatorIds.includes(desk.operator.operatorId)) sendHome(true)
    },
    application_recalled: ({ reference }) => runner.recall(reference),
    // Without a draft: the wipe has just removed them all. What was on its way out goes no further either.
    station_wiped: () => {
      sendHome(false)
      downloads.dropAll()
      storage.removeExports(0)
    },
    station_destroyable: () =>
      void destroy().catch((error: unknown) => log.error({ err: error }, 'destroying the store')),
  }
  return (notice) => {
    const react = reactions[notice.type] as (notice: SyncNotice) => void
    react(notice)
    if (notice.type !== 'station_destroyable') statusBoard.refresh()
  }
}

function registerInTraining({ training, sync, statusBoard, log }: Core & Work): void {
  const isOnline = sync.network().state === 'online'
  if (!training || !isOnline || sync.identity().state !== 'unregistered') return
  sync
    .register(trainingCode)
    .then(statusBoard.refresh, (error: unknown) => log.warn({ err: error }, 'registering for training'))
}
