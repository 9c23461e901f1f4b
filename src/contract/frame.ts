import { z } from 'zod'
import { FailureCode } from './failure.ts'

/** What travels between UI and station, on either shell. */
export const RequestFrame = z.object({ id: z.int().nonnegative(), name: z.string().max(64), input: z.unknown() })
export type RequestFrame = z.infer<typeof RequestFrame>

export const ReplyFrame = z.discriminatedUnion('ok', [
  z.object({ id: z.int(), ok: z.literal(true), output: z.unknown() }),
  /** `waitSeconds` comes with a failure that time mends, such as operator_locked_out. */
  z.object({
    id: z.int(),
    ok: z.literal(false),
    code: FailureCode,
    waitSeconds: z.int().positive().max(86_400).optional(),
  }),
])
export type ReplyFrame = z.infer<typeof ReplyFrame>

export const EventFrame = z.object({ event: z.string(), payload: z.unknown() })
export type EventFrame = z.infer<typeof EventFrame>

/** Longest frame in bytes either side accepts: a portrait fits, a camera frame does not. */
export const maxFrameBytes = 12_000_000
