import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import type { Signer } from '../../jose/signer.ts'

export interface Call<T> {
  method: 'GET' | 'PUT' | 'POST'
  /** Path with query, from the root. */
  path: string
  /** `proof`: DPoP alone; `token`: access token bound to the key as well. */
  access: 'open' | 'proof' | 'token'
  body?: string | Uint8Array
  headers?: Record<string, string>
  /** Null where no body is expected. */
  answer: z.ZodType<T> | null
  signal: AbortSignal
  timeoutMs?: number
  /** Central may keep the question for so long; one that is cut off before says nothing of central yet. */
  heldForMs?: number
  /** Other than the station's key of now: during rotation. */
  signer?: Signer
}

export interface Answered<T> {
  status: number
  headers: IncomingHttpHeaders
  /** Null on 204 and 304. */
  body: T | null
}
