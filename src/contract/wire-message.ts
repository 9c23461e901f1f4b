import { z } from 'zod'
import { FailureCode } from './failure.ts'

/** What travels between UI and station, on either shell. */
export const RequestMessage = z.object({ id: z.int().nonnegative(), name: z.string().max(64), input: z.unknown() })
export type RequestMessage = z.infer<typeof RequestMessage>

export const ReplyMessage = z.discriminatedUnion('ok', [
  z.object({ id: z.int(), ok: z.literal(true), output: z.unknown() }),
  /** `waitSeconds` comes with a failure that time mends, such as operator_locked_out. */
  z.object({
    id: z.int(),
    ok: z.literal(false),
    code: FailureCode,
    waitSeconds: z.int().positive().max(86_400).optional(),
    /** Wrong PINs that are still taken at once. */
    triesLeft: z.int().positive().max(100).optional(),
  }),
])
export type ReplyMessage = z.infer<typeof ReplyMessage>

export const EventMessage = z.object({ event: z.string(), payload: z.unknown() })
export type EventMessage = z.infer<typeof EventMessage>

/** Longest message in bytes either side accepts: a portrait fits, a camera frame does not. */
export const maxMessageBytes = 12_000_000
