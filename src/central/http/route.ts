import type { IncomingHttpHeaders } from 'node:http'
import type { z } from 'zod'
import type { FailureCode } from '../../contract/failure.ts'
import type { Proof } from '../auth/proof.ts'
import type { Client } from '../clients/client.ts'
import type { Scope } from '../clients/scopes.ts'
import type { Central } from '../context.ts'
import type { StationState } from '../database/tables.ts'
import type { Station } from '../stations/station.ts'

/**
 * `open`: anybody; `proof`: who proves a key (DPoP); `station`: who holds a station's token and its key; `client`: who holds
 * a token of the intake API, its key and the scope.
 */
export type Caller = { open: null; proof: Proof; station: Station; client: Client }
export type Access = keyof Caller

export type Call<A extends Access, P, Q, B> = {
  caller: Caller[A]
  /** Thumbprint of the key that proved the call; null where none was asked for. */
  provedBy: string | null
  params: P
  query: Q
  body: B
  headers: IncomingHttpHeaders
  /** Scheme and host that the station asked. */
  origin: string
}

export type Answer = { status: number; body: unknown; headers?: Record<string, string> }

/** One row of the protocol: checked, served and described (OpenAPI) from this table. */
export type Route<A extends Access = Access, P = unknown, Q = unknown, B = unknown> = {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  path: string
  summary: string
  access: A
  /** What a client's token must allow; null for other callers. */
  scope: A extends 'client' ? Scope : Scope | null
  /** States of a station that may call it. */
  states: readonly StationState[]
  /** A second use of the same proof is refused; not needed where a repetition changes and tells nothing. */
  once: boolean
  params: z.ZodType<P> | null
  query: z.ZodType<Q> | null
  /** `packet`: raw bytes of application/jose; `form`: application/x-www-form-urlencoded. */
  bodyType: 'json' | 'form' | 'packet' | null
  body: z.ZodType<B> | null
  maxBodyBytes: number
  answers: Record<number, { description: string; schema: z.ZodType | null }>
  failures: readonly FailureCode[]
  handle(call: Call<A, P, Q, B>, central: Central): Promise<Answer>
}

export const anyState: readonly StationState[] = ['pending', 'active', 'revoked', 'retired']
export const activeOnly: readonly StationState[] = ['active']
export const jsonBytes = 65_536

type Given<A extends Access, P, Q, B> = Pick<Route<A, P, Q, B>, 'method' | 'path' | 'summary' | 'answers' | 'handle'> &
  Partial<Route<A, P, Q, B>> &
  (A extends 'client' ? { scope: Scope } : unknown)

/** A route with the defaults of its kind of access. */
export function defineRoute<A extends Access, P = null, Q = null, B = null>(
  access: A,
  given: Given<A, P, Q, B>,
): Route<A, P, Q, B> {
  return {
    access,
    scope: null as Route<A, P, Q, B>['scope'],
    states: activeOnly,
    once: false,
    params: null,
    query: null,
    bodyType: given.body ? 'json' : null,
    body: null,
    maxBodyBytes: jsonBytes,
    failures: [],
    ...given,
  }
}
