import type { Network } from './sync/connections.ts'
import type { Logger } from 'pino'
import type { EventMessage } from '../contract/wire-message.ts'
import type { Downloads } from './downloads/downloads.ts'
import type { KeyWrap } from './keys/port.ts'
import type { Strangers } from './loopback/strangers.ts'
import type { StationEnvironment } from './start/environment.ts'
import type { Dispatch } from './wire/dispatch.ts'

/** What a shell gives to the station it starts. */
export interface StationOptions extends StationEnvironment {
  /** The shell's key store, or null where it has none. */
  keyWrap: KeyWrap | null
  /** How central is reached; straight by default. */
  network?: Network
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
  listen(listener: (message: EventMessage) => void): () => void
  downloads: Downloads
  strangers: Strangers
  stop(): Promise<void>
}
