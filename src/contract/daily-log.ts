import { z } from 'zod'
import { Channel } from './application.ts'
import { Outcome, OutcomeReason } from './decision.ts'
import { FailureCode } from './failure.ts'
import { DocumentType, IsoDate, IsoTime } from './identity.ts'
import { CentralDecision, PacketState } from './session.ts'

/** One finished session as it stays after the purge: nothing personal but the reference. */
export const DailyLogRow = z.object({
  packetId: z.uuid(),
  reference: z.string(),
  sealedAt: IsoTime,
  operatorId: z.string(),
  channel: Channel,
  documentType: DocumentType.nullable(),
  outcome: Outcome,
  reasons: z.array(OutcomeReason),
  durationSeconds: z.int(),
  overridden: z.boolean(),
  provisional: z.boolean(),
  state: PacketState,
  centralDecision: CentralDecision.nullable(),
})
export type DailyLogRow = z.infer<typeof DailyLogRow>

export const DailyLogRange = z.object({ from: IsoDate, to: IsoDate, operatorId: z.string().nullable() })
export type DailyLogRange = z.infer<typeof DailyLogRange>

const Count = z.object({ key: z.string(), count: z.int() })
export const DailyLogTotals = z.object({
  total: z.int(),
  byOutcome: z.array(Count),
  byReason: z.array(Count),
  byDocument: z.array(Count),
  byOperator: z.array(Count),
  /** Sessions per local hour of the day, 24 entries. */
  byHour: z.array(z.int()).length(24),
  byDay: z.array(Count),
  medianDurationSeconds: z.int().nullable(),
  overrides: z.int(),
  provisional: z.int(),
  unsynced: z.int(),
})
export type DailyLogTotals = z.infer<typeof DailyLogTotals>

export const ExportFormat = z.enum(['csv', 'pdf', 'jsonl'])
export type ExportFormat = z.infer<typeof ExportFormat>

export const ExportProgress = z.object({
  exportId: z.uuid(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  rowsDone: z.int(),
  rowsTotal: z.int(),
  /** Path and query on the shell's origin, valid once, when done. */
  downloadUrl: z.string().nullable(),
  fileName: z.string().nullable(),
  code: FailureCode.nullable(),
})
export type ExportProgress = z.infer<typeof ExportProgress>
