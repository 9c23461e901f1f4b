import type { QueueItem } from '../../contract/queue-item.ts'
import type { SealedView } from '../../contract/session.ts'
import type { StationStatus } from '../../contract/status.ts'

export interface Queue {
  list(): QueueItem[]
  counts(): Omit<StationStatus['queue'], 'visits'>
  find(packetId: string): Omit<SealedView, 'reasons'> | null
  /** Null retries everything waiting or parked. Wakes the upload. Code: not_found. */
  retry(packetId: string | null, by: string): void
  /** Packets that central has not received, as they are (encrypted), in one signed file; its name tells what is left for more. */
  exportBundle(by: string): { bytes: Uint8Array; fileName: string; packets: number }
  /** All of a file or nothing. Codes: bundle_invalid, bundle_conflict, training_forbidden, station_revoked, station_not_registered. */
  importBundle(bytes: Uint8Array, by: string): { imported: number; already: number }
}
