import { z } from 'zod'
import { Channel } from './application.ts'
import { Outcome, OutcomeReason, OverridableGate, OverrideReason } from './decision.ts'
import { FailureCode } from './failure.ts'
import { DocumentType, IsoDate, IsoTime } from './identity.ts'
import { CentralDecision, PacketState } from './session.ts'

/** One finished session as it stays after the purge: nothing personal but the reference. */
export const DailyLogRow = z.object({
  packetId: z.uuid(),
  reference: z.string(),
  sealedAt: IsoTime,
  operatorId: z.string(),
  /** The name this station knows the person by; the id where it knows none any more. */
  operatorName: z.string(),
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

/** What narrows the rows of a range: part of a reference as somebody types it, an outcome, a document. Exports take the range whole. */
export const DailyLogFilter = z.object({
  reference: z.string().max(40),
  outcome: Outcome.nullable(),
  documentType: DocumentType.nullable(),
})
export type DailyLogFilter = z.infer<typeof DailyLogFilter>

/** All that a station still knows of one sealed result once the packet has left: verdicts, no data of anybody. */
export const CaseView = z.object({
  packetId: z.uuid(),
  /** Null for a packet brought in from another kiosk: only central can read what it is about. */
  row: DailyLogRow.nullable(),
  sealedAt: IsoTime,
  state: PacketState,
  attempts: z.int(),
  nextAttemptAt: IsoTime.nullable(),
  receivedAt: IsoTime.nullable(),
  /** Why it is parked or was put off. */
  code: FailureCode.nullable(),
  centralDecision: CentralDecision.nullable(),
  /** `chip.signature: passed`, `match.surname: different`, `inspection.<feature>: present`: group, name and how it ended. */
  checks: z.array(z.object({ group: z.string(), name: z.string(), verdict: z.string() })),
  overrides: z.array(
    z.object({ gate: OverridableGate, managerName: z.string(), reason: OverrideReason, givenAt: IsoTime }),
  ),
})
export type CaseView = z.infer<typeof CaseView>

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
