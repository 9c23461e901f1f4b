import type { DailyLogRange, DailyLogRow, DailyLogTotals } from '../../contract/daily-log.ts'
import type { Language } from '../../contract/identity.ts'
import type { Say } from '../../texts/texts-in.ts'
import type { Signer } from '../../jose/signer.ts'
import type { Store } from '../store/open-store.ts'

/** What every format of the daily log is written from. */
export interface ExportInput {
  batches: AsyncIterable<DailyLogRow[]>
  /** Of the rows read until now: for what stands under them. */
  totalsSoFar(): DailyLogTotals
  /** Of all of them, in a pass of its own: for what stands above them. */
  totalsAhead(): DailyLogTotals
  range: DailyLogRange
  language: Language
  say: Say
  timeZone: string
  fontsFolder: string
  signer: Signer
  /** The name a person is known by here; the id where there is none. */
  nameOf(operatorId: string): string
  origin: {
    station_id: string | null
    branch_name: string
    environment: Store['environment']
    exported_at: string
    exported_by: string
  }
}
