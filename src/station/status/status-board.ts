import type { StationStatus } from '../../contract/status.ts'
import type { Broadcast } from '../wire/broadcast.ts'

export interface StatusBoard {
  read(): StationStatus
  /** Tells the UI where something changed; says nothing where nothing did. */
  refresh(): void
}

/** What the top bar shows, gathered from those who know it and pushed when it differs from what was pushed last. */
export function createStatusBoard(gather: () => StationStatus, broadcast: Broadcast): StatusBoard {
  let last = ''
  return {
    read: gather,
    refresh() {
      const status = gather()
      const now = JSON.stringify(status)
      if (now === last) return
      last = now
      broadcast.emit('status.changed', status)
    },
  }
}
