import type { FirstScreen } from './first-screen.ts'
import type { Sync } from '../sync/port.ts'
import type { Equipment } from '../sync/sync-parts.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { StatusBoard } from './status-board.ts'

interface Parts {
  statusBoard: StatusBoard
  sync: Sync
  firstScreen: FirstScreen
  equipment: Equipment
}

/** What every screen shows or goes by. */
export function statusHandlers({
  statusBoard,
  sync,
  firstScreen,
  equipment,
}: Parts): Pick<Handlers, 'status.get' | 'policy.get' | 'station.shown' | 'equipment.camera'> {
  return {
    'status.get': () => statusBoard.read(),
    'policy.get': () => sync.policy(),
    'station.shown': ({ version }) => {
      firstScreen.shown(version)
      return null
    },
    'equipment.camera': (found) => {
      equipment.camera = found
      return null
    },
  }
}
