import type { Sync } from '../sync/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { StatusBoard } from './status-board.ts'

interface Parts {
  statusBoard: StatusBoard
  sync: Sync
}

/** What every screen shows or goes by. */
export function statusHandlers({ statusBoard, sync }: Parts): Pick<Handlers, 'status.get' | 'policy.get'> {
  return {
    'status.get': () => statusBoard.read(),
    'policy.get': () => sync.policy(),
  }
}
