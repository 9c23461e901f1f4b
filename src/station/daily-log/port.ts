import type {
  CaseView,
  DailyLogFilter,
  DailyLogRange,
  DailyLogRow,
  DailyLogTotals,
  ExportFormat,
  ExportProgress,
} from '../../contract/daily-log.ts'
import type { Language } from '../../contract/identity.ts'

export interface DailyLog {
  rows(
    range: DailyLogRange,
    offset: number,
    limit: number,
    filter?: DailyLogFilter,
  ): { rows: DailyLogRow[]; total: number }
  /** One finished session; null where the log holds none of that number. */
  find(packetId: string): DailyLogRow | null
  /** All that is still known of one sealed result, brought in from elsewhere or not. Code: not_found. */
  case(packetId: string): CaseView
  totals(range: DailyLogRange): DailyLogTotals
  /**
   * Streams to `filePath` (owner-only), audited. Codes: export_cancelled, export_target_unwritable, export_range_invalid,
   * store_disk_full. On failure or cancellation no file remains.
   */
  exportTo(input: {
    exportId: string
    range: DailyLogRange
    format: ExportFormat
    language: Language
    by: string
    filePath: string
    signal: AbortSignal
    onProgress(progress: Pick<ExportProgress, 'rowsDone' | 'rowsTotal'>): void
  }): Promise<{ rows: number; bytes: number; fileName: string }>
  /** Removes what the retention no longer covers and proves it to the audit. Returns rows removed. */
  purge(): number
  /** How long until the retention ends for another day, milliseconds. */
  dueInMs(): number
}
