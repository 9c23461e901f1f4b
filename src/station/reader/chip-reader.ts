import type { Transceiver } from '../../emrtd/read.ts'
import type { StationStatus } from '../../contract/status.ts'

/** The contactless reader as the station sees it: a real one over PC/SC or training mode's simulated one. */
export interface ChipReader {
  status(): StationStatus['reader']
  /** Calls whenever the status changes; answers the function that stops it. */
  onChange(listener: () => void): () => void
  /**
   * Waits for a document, lends its transceiver and lets go of it afterwards, whatever happens. Aborting the signal ends
   * the wait and the read with chip_read_cancelled.
   */
  withDocument<T>(signal: AbortSignal, use: (transceiver: Transceiver) => Promise<T>): Promise<T>
  stop(): Promise<void>
}
