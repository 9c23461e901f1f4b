import type { EventMessage } from '../src/contract/wire-message.ts'

/** What the station's process asks of the shell's, whose answer has the same id. */
export type Question = { id: number } & ({ ask: 'proxy'; url: string } | { ask: 'wrap' | 'unwrap'; bytes: Uint8Array })

/** A file for the page: where it lies, or what is in it; null for none. */
export type Taken = { fileName: string; mediaType: string; content: Uint8Array | { path: string } } | null

export type FromShell =
  | { type: 'answer'; id: number; value: unknown; code: string | null }
  /** A file of the page's by its path; answered by `taken`. */
  | { type: 'take'; id: number; path: string }
  | { type: 'lock' }
  | { type: 'tell'; message: EventMessage }
export type FromStationShell = { type: 'question'; question: Question } | { type: 'taken'; id: number; download: Taken }

/** How the station's process is started: its variables stand in its environment. */
export interface StationArguments {
  dataFolder: string
  resourcesFolder: string
  hasKeyWrap: boolean
  hasStandardError: boolean
}
