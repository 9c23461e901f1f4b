import { z } from 'zod'
import { Step } from './session.ts'

/** A failure code as its sender knows it: a newer station's may be unknown here. */
const SentCode = z.string().regex(/^[a-z0-9_]{1,64}$/)

/**
 * How a visit went, for figures alone (docs/figures.md): seconds at each step that was entered, how often which capture or read failed,
 * and the model of the reader. Decides nothing.
 */
export const VisitCourse = z.strictObject({
  steps: z.array(z.strictObject({ step: Step, seconds: z.int().min(0).max(86_400) })).max(8),
  faults: z.array(z.strictObject({ code: SentCode, times: z.int().min(1).max(1_000) })).max(30),
  reader: z
    .string()
    .max(200)
    .regex(/^[^\p{Cc}]*$/u)
    .nullable(),
})
export type VisitCourse = z.infer<typeof VisitCourse>
