import { createHash, randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { Failure, codeOf } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'
import { Problem, TimeAnswer, TokenAnswer } from '../../contract/sync.ts'
import type { Environment } from '../../contract/sync.ts'
import { signCompactJws } from '../jose/sign-jws.ts'
import type { Clock, Signer } from '../ports.ts'
import { parseRetryAfter } from '../queue/backoff.ts'
import { checkCentralUrl, exchange } from './http.ts'
import type { HttpAnswer } from './http.ts'
import { Refusal } from './refusal.ts'

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
  /** Other than the station's key of now: during rotation. */
  signer?: Signer
}
export interface Answered<T> {
  status: number
  headers: Headers
  /** Null on 204 and 304. */
  body: T | null
}
export interface CentralClient {
  call<T>(call: Call<T>): Promise<Answered<T>>
  /** Asks for time and environment before anything else is sent; settles the clock. Code: training_forbidden. */
  meet(signal: AbortSignal): Promise<void>
  /** After a rotation or a registration. */
  forgetToken(): void
}

const maxAnswerBytes = 4_194_304
const defaultTimeoutMs = 30_000
/** Refusals after which a renewed nonce or token may do. */
const renewable: FailureCode[] = ['nonce_required', 'token_invalid']
/** A token is renewed this long before it ends. */
const renewMs = 60_000

export interface ClientParts {
  centralUrl: string
  environment: Environment
  clock: Clock
  signer: () => Signer
  stationId: () => string | null
  onReachable: () => void
  onUnreachable: (failure: Failure) => void
}

/**
 * Speaks the protocol of contract/sync.ts: DPoP (RFC 9449) with central's nonces, private_key_jwt (RFC 7523), one retry
 * for a stale nonce or token. Codes: central_unreachable, central_response_invalid, and whatever central refuses with.
 */
export function createCentralClient(parts: ClientParts): CentralClient {
  const base = checkCentralUrl(parts.centralUrl)
  let nonce: string | null = null
  let token: { value: Promise<string>; until: number } | null = null
  let met: Promise<void> | null = null

  const send = async <T>(call: Call<T>, accessToken: string | null): Promise<HttpAnswer> => {
    const url = new URL(call.path, base)
    const headers: Record<string, string> = { accept: 'application/json', ...call.headers }
    const signer = call.signer ?? parts.signer()
    if (call.access !== 'open') headers['dpop'] = proofOf(signer, call.method, url, nonce, accessToken, parts.clock)
    if (accessToken !== null) headers['authorization'] = `DPoP ${accessToken}`
    const limits = { timeoutMs: call.timeoutMs ?? defaultTimeoutMs, maxBytes: maxAnswerBytes, signal: call.signal }
    const request = { method: call.method, headers, body: call.body ?? null }
    const answer = await exchange(url, request, limits).catch((error: Failure) => {
      // Who answers next may be somebody else.
      met = null
      if (!call.signal.aborted) parts.onUnreachable(error)
      throw error
    })
    nonce = answer.headers.get('dpop-nonce') ?? nonce
    return answer
  }
  const sendFresh = async <T>(call: Call<T>): Promise<Answered<T>> => {
    const attempt = async () => {
      const accessToken = call.access === 'token' ? await freshToken(call.signal) : null
      return readAnswer(call, await send(call, accessToken), parts.clock)
    }
    const tried = new Set<FailureCode>()
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        const code = codeOf(error)
        if (code === 'token_invalid') token = null
        if (!renewable.includes(code) || tried.has(code)) throw error
        tried.add(code)
      }
    }
  }
  const meet = (signal: AbortSignal): Promise<void> => {
    met ??= meetCentral(signal).catch((error: unknown) => {
      met = null
      throw error
    })
    return met
  }
  const meetCentral = async (signal: AbortSignal) => {
    const before = parts.clock.monotonicMs()
    const call: Call<z.infer<typeof TimeAnswer>> = {
      method: 'GET',
      path: '/v1/time',
      access: 'open',
      answer: TimeAnswer,
      signal,
    }
    const { body } = await sendFresh({ ...call, timeoutMs: 10_000 })
    const { environment, server_time } = body!
    if (environment !== parts.environment) {
      const failure = new Failure('training_forbidden', `central is for ${environment}`)
      parts.onUnreachable(failure)
      throw failure
    }
    parts.clock.settle(new Date(Date.parse(server_time) + (parts.clock.monotonicMs() - before) / 2))
    parts.onReachable()
  }
  const freshToken = (signal: AbortSignal): Promise<string> => {
    if (token !== null && token.until - renewMs > parts.clock.monotonicMs()) return token.value
    const asked: { value: Promise<string>; until: number } = { value: fetchToken(signal), until: Infinity }
    token = asked
    return asked.value
  }
  const fetchToken = async (signal: AbortSignal): Promise<string> => {
    const askedAt = parts.clock.monotonicMs()
    try {
      const stationId = parts.stationId()
      if (stationId === null) throw new Failure('station_not_registered')
      const body = tokenRequest(parts, stationId, new URL('/v1/token', base).href)
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const call = { method: 'POST', path: '/v1/token', access: 'proof', body, headers, answer: TokenAnswer } as const
      const { body: answer } = await sendFresh({ ...call, signal })
      if (token !== null) token.until = askedAt + answer!.expires_in * 1000
      return answer!.access_token
    } catch (error) {
      token = null
      throw error
    }
  }
  return {
    meet,
    forgetToken: () => (token = null),
    call: async (call) => {
      await meet(call.signal)
      return sendFresh(call)
    },
  }
}

function tokenRequest({ signer, clock }: ClientParts, stationId: string, audience: string): string {
  const iat = Math.floor(clock.now().getTime() / 1000)
  const claims = { iss: stationId, sub: stationId, aud: audience, jti: randomUUID(), iat, exp: iat + 120 }
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signCompactJws(signer(), { typ: 'JWT' }, claims),
  }).toString()
}

/** RFC 9449 §4.2; `ath` binds the proof to the token. */
function proofOf(
  signer: Signer,
  method: string,
  url: URL,
  nonce: string | null,
  accessToken: string | null,
  clock: Clock,
): string {
  const { kty, crv, x, y } = signer.publicJwk
  const claims = {
    jti: randomUUID(),
    htm: method,
    htu: url.origin + url.pathname,
    iat: Math.floor(clock.now().getTime() / 1000),
    ...(nonce === null ? {} : { nonce }),
    ...(accessToken === null ? {} : { ath: createHash('sha256').update(accessToken).digest('base64url') }),
  }
  return signCompactJws(signer, { typ: 'dpop+jwt', jwk: { kty, crv, x, y } }, claims)
}

function readAnswer<T>(call: Call<T>, answer: HttpAnswer, clock: Clock): Answered<T> {
  const { status, headers } = answer
  if (status >= 400) throw refusalOf(answer, clock)
  if (status === 204 || status === 304) return { status, headers, body: null }
  if (status < 200 || status >= 300) throw new Failure('central_response_invalid', `status ${status}`)
  const parsed = call.answer?.safeParse(parseJson(answer.body))
  if (parsed === undefined) return { status, headers, body: null }
  if (!parsed.success) throw new Failure('central_response_invalid', call.path.split('?')[0]!)
  return { status, headers, body: parsed.data }
}

/** A proxy in between has no codes of ours: then the status speaks. */
function refusalOf({ status, headers, body }: HttpAnswer, clock: Clock): Refusal {
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'), clock.now())
  const problem = Problem.safeParse(parseJson(body)).data
  const byStatus = status === 429 ? 'rate_limited' : status >= 500 ? 'unavailable' : 'central_refused'
  return new Refusal(problem?.code ?? byStatus, status, retryAfterMs, problem?.detail ?? `status ${status}`)
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    // Not JSON is as wrong as the wrong JSON; the schema says so.
    return undefined
  }
}
