import { z } from 'zod'
import type { FailureCode } from '../failure.ts'

/** A body or an answer that says nothing. */
export const Nothing = z.object({})

/** One call of the citizen's web application. */
export type Endpoint = {
  method: 'GET' | 'POST'
  path: string
  params?: z.ZodObject
  query?: z.ZodType
  body?: z.ZodType
  answer: z.ZodType
  /** What it refuses with, beside `request_invalid`, `forbidden`, `rate_limited` and `unavailable`, which any call may answer. */
  failures?: readonly FailureCode[]
}
