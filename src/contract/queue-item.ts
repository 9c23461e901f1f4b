import { z } from 'zod'
import { Outcome } from './decision.ts'
import { FailureCode } from './failure.ts'
import { IsoTime } from './identity.ts'
import { CentralDecision, PacketState } from './session.ts'

/** A sealed packet on its way to central, as the queue shows it. */
export const QueueItem = z.object({
  packetId: z.uuid(),
  /** Null for a packet brought in from another kiosk: only central can read what it is about. */
  reference: z.string().nullable(),
  outcome: Outcome.nullable(),
  sealedAt: IsoTime,
  state: PacketState,
  attempts: z.int(),
  nextAttemptAt: IsoTime.nullable(),
  code: FailureCode.nullable(),
  centralDecision: CentralDecision.nullable(),
})
export type QueueItem = z.infer<typeof QueueItem>
