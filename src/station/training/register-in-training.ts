import type { Logger } from 'pino'
import type { StatusBoard } from '../status/status-board.ts'
import type { Sync } from '../sync/port.ts'

/** The fixed one-time code of training centrals: a kiosk in training needs no administrator. */
const trainingCode = 'TRAINING-STATION'

interface Parts {
  training: boolean
  sync: Sync
  statusBoard: StatusBoard
  log: Logger
}

/** Registers a kiosk in training as soon as its central is there. */
export function registerInTraining({ training, sync, statusBoard, log }: Parts): void {
  const isOnline = sync.network().state === 'online'
  if (!training || !isOnline || sync.identity().state !== 'unregistered') return
  sync
    .register(trainingCode)
    .then(statusBoard.refresh, (error: unknown) => log.warn({ err: error }, 'registering for training'))
}
