import { z } from 'zod'
import { Outcome, OutcomeReason } from './decision.ts'
import { DocumentType, IsoTime } from './identity.ts'

/** What a receipt tells of, in the journey's order. */
export const ReceiptCheckName = z.enum(['consent', 'document', 'chip', 'comparison', 'inspection', 'person'])
export type ReceiptCheckName = z.infer<typeof ReceiptCheckName>

export const ReceiptCheck = z.object({
  name: ReceiptCheckName,
  /** `failed`: made, and it spoke against the application or settled nothing. */
  state: z.enum(['passed', 'failed', 'not_made']),
  /** Why it was not made. */
  why: z.enum(['no_chip', 'chip_defective', 'reader_defective', 'ended_before']).nullable(),
})
export type ReceiptCheck = z.infer<typeof ReceiptCheck>

/**
 * The citizen's receipt: the one model of screen, print and PDF. It is read later by somebody who was not there. No name, and
 * never the last characters of the document's number: they reset the secret code (R27).
 */
export const Receipt = z.object({
  reference: z.string(),
  packetId: z.uuid(),
  sealedAt: IsoTime,
  /** IANA zone of the place, in which the time is said. */
  timeZone: z.string(),
  branchName: z.string(),
  /** Whom the policy names for citizens' questions; empty: nobody. */
  contact: z.string(),
  training: z.boolean(),
  outcome: Outcome,
  reasons: z.array(OutcomeReason),
  /** Null when printed again from the log: then only what the log holds is told. */
  documentType: DocumentType.nullable(),
  checks: z.array(ReceiptCheck).nullable(),
  provisional: z.boolean(),
})
export type Receipt = z.infer<typeof Receipt>
