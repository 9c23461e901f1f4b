import { z } from 'zod'

/** Who may ask: anyone, an operator logged in, the manager; a `newcomer` is logged in by a code that somebody else set and has not replaced it yet. */
type Access = 'anyone' | 'newcomer' | 'operator' | 'manager'
export type Requests = Record<string, { access: Access; input: z.ZodType; output: z.ZodType }>

export const nothing = z.object({})
export const done = z.null()
export const operatorId = z.string().min(1).max(64)
/** A file made for the page, to be fetched once. */
export const Download = z.object({ downloadUrl: z.string(), fileName: z.string() })
