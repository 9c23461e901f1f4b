import type { Network } from './sync/connections.ts'
import type { Logger } from 'pino'
import type { EventMessage } from '../contract/wire-message.ts'
import type { Downloads } from './downloads/downloads.ts'
import type { KeyKeeper, KeyWrap } from './keys/port.ts'
import type { ScryptCost } from './keys/secret-box.ts'
import type { Strangers } from './loopback/strangers.ts'
import type { Handover } from './process/handover.ts'
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
  /** Cost of the key derived from a PIN; the product's own unless a test lowers it. */
  scryptCost?: ScryptCost
  /** What the process before this one handed over. */
  before?: Handover
  /** Called when a visit or a login is over, by shells whose process ends with it. */
  onVisitEnd?: () => void
  /** Called after a revoked station has destroyed its database: the shell should end. */
  onDestroyed?: () => void
}

/** What protects the data from a thief of the disk: the key's keeper, the disk's own encryption as stated at installation, or a key file. */
export type Protection = Exclude<KeyKeeper, 'none'> | 'disk' | 'key_file'

/** The kiosk behind its interface. */
export interface Station {
  dispatch: Dispatch
  /** Events for the interface; answers the function that stops them. */
  listen(listener: (message: EventMessage) => void): () => void
  downloads: Downloads
  strangers: Strangers
  protection: Protection
  /** Tells the page to load again; answers what the next process is to know. */
  handOver(): Handover
  /** Once, however often it is asked for. */
  stop(): Promise<void>
}
