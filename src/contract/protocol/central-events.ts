import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { CentralDecision } from '../session.ts'

/** GET /v1/events?after=CURSOR&limit=N: what concerns this station, oldest first. */
export const CentralEvent = z.discriminatedUnion('type', [
  z.object({
    cursor: z.string(),
    type: z.literal('decision'),
    at: IsoTime,
    packet_id: z.uuid(),
    decision: CentralDecision,
    reasons: z.array(z.string()),
  }),
  z.object({ cursor: z.string(), type: z.literal('operator_revoked'), at: IsoTime, operator_id: z.string() }),
  z.object({
    cursor: z.string(),
    type: z.literal('application_recalled'),
    at: IsoTime,
    application_id: z.uuid(),
    reference: z.string(),
  }),
  z.object({ cursor: z.string(), type: z.literal('wipe'), at: IsoTime, reason: z.string() }),
])
export type CentralEvent = z.infer<typeof CentralEvent>
/**
 * GET /v1/events?wait=: for how many seconds central keeps a question at most (below the life of a nonce, which the answer brings), and how
 * often it sends white space meanwhile.
 */
export const eventWait = { longestSeconds: 240, breathMs: 20_000 } as const
export const EventsAnswer = z.object({ events: z.array(CentralEvent), next: z.string() })
export type EventsAnswer = z.infer<typeof EventsAnswer>
