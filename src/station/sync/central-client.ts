import { Failure, codeOf } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'
import { TimeAnswer } from '../../contract/protocol/problem.ts'
import { TokenAnswer } from '../../contract/protocol/station.ts'
import type { Environment } from '../../contract/protocol/environment.ts'
import type { Clock } from '../clock/port.ts'
import type { Signer } from '../../jose/signer.ts'
import { readAnswer } from './answers.ts'
import type { Answered, Call } from './call.ts'
import { checkCentralUrl, exchange, headerOf, onceMoreIfDropped } from './http.ts'
import type { HttpAnswer } from './http.ts'
import { createConnections, plainNetwork, type Network } from './connections.ts'
import { proofOf, tokenRequest } from './proofs.ts'
import { Refusal } from './refusal.ts'
import { createTokenCache } from './token-cache.ts'

export interface CentralClient {
  call<T>(call: Call<T>): Promise<Answered<T>>
  /** Asks for time and environment before anything else is sent; settles the clock. Code: training_forbidden. */
  meet(signal: AbortSignal): Promise<void>
  /** What was there may be gone: the next meeting asks again. */
  doubt(): void
  /** After a rotation or a registration. */
  forgetToken(): void
}

const maxAnswerBytes = 4_194_304
const defaultTimeoutMs = 30_000
/** Refusals after which a renewed nonce or token may do. */
const renewable: FailureCode[] = ['nonce_required', 'token_invalid']

export interface ClientParts {
  centralUrl: string
  network?: Network | undefined
  environment: Environment
  clock: Clock
  signer: () => Signer
  softwareVersion: string
  stationId: () => string | null
  /** In training: as if nothing came through to central, nor back. */
  isCutOff: () => boolean
  onReachable: () => void
  /** An open connection ended: central may have gone, or only closed it. */
  onClosed?: () => void
  onUnreachable: (failure: Failure) => void
  /** Whether central knows this station by its present key, as each answer shows. */
  onKnown: (isKnown: boolean) => void
  /** Central said no, and asking anew was of no use. `call`: the method with the first words of the path, in which nobody is named. */
  onRefused: (call: string, refusal: Refusal) => void
}

/** Central does not know the station, or knows it by another key. */
const strange: FailureCode[] = ['station_not_registered', 'token_invalid']

/**
 * Speaks the protocol of contract/protocol: DPoP (RFC 9449) with central's nonces, private_key_jwt (RFC 7523), one retry
 * for a stale nonce, token or connection. Codes: central_unreachable, central_response_invalid, and whatever central refuses with.
 */
export function createCentralClient(parts: ClientParts): CentralClient {
  const base = checkCentralUrl(parts.centralUrl)
  const connect = createConnections(parts.network ?? plainNetwork, parts.onClosed)
  let nonce: string | null = null
  let met: Promise<void> | null = null

  const send = async <T>(call: Call<T>, accessToken: string | null): Promise<HttpAnswer> => {
    const url = new URL(call.path, base)
    const signer = call.signer ?? parts.signer()
    const timeoutMs = (call.timeoutMs ?? defaultTimeoutMs) + (call.heldForMs ?? 0)
    const limits = { timeoutMs, maxBytes: maxAnswerBytes, signal: call.signal, connect }
    const once = () => {
      const headers: Record<string, string> = { accept: 'application/json', ...call.headers }
      if (call.access !== 'open') headers['dpop'] = proofOf(signer, call.method, url, nonce, accessToken, parts.clock)
      if (accessToken !== null) Object.assign(headers, knownBy(parts, accessToken))
      return unlessCutOff(parts, () => exchange(url, { method: call.method, headers, body: call.body ?? null }, limits))
    }
    const sent = call.heldForMs === undefined ? onceMoreIfDropped(once, call.signal) : once()
    const answer = await sent.catch((error: unknown) => {
      // Who answers next may be somebody else.
      met = null
      throw noteLoss(parts, call, error)
    })
    nonce = headerOf(answer.headers, 'dpop-nonce') ?? nonce
    return answer
  }
  const sendFresh = async <T>(call: Call<T>): Promise<Answered<T>> => {
    const attempt = async () => {
      const accessToken = call.access === 'token' ? await tokens.get(call.signal) : null
      return readAnswer(call, await send(call, accessToken), parts.clock)
    }
    const tried = new Set<FailureCode>()
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        const code = codeOf(error)
        if (code === 'token_invalid') tokens.forget()
        if (!renewable.includes(code) || tried.has(code)) throw noteRefusal(parts, call, error)
        tried.add(code)
      }
    }
  }
  const tokens = createTokenCache(parts.clock, async (signal) => {
    const stationId = parts.stationId()
    if (stationId === null) throw new Failure('station_not_registered')
    const body = tokenRequest(parts.signer(), parts.clock, stationId, new URL('/v1/token', base).href)
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const call = { method: 'POST', path: '/v1/token', access: 'proof', body, headers, answer: TokenAnswer } as const
    return (await sendFresh({ ...call, signal })).body!
  })
  const meet = (signal: AbortSignal): Promise<void> => {
    met ??= meetCentral(signal).catch((error: unknown) => {
      met = null
      throw error
    })
    return met
  }
  const meetCentral = async (signal: AbortSignal) => {
    const before = parts.clock.monotonicMs()
    const call = { method: 'GET', path: '/v1/time', access: 'open', answer: TimeAnswer, timeoutMs: 10_000 } as const
    const { body } = await sendFresh({ ...call, signal })
    const { environment, server_time } = body!
    if (environment !== parts.environment) {
      const failure = new Failure('training_forbidden', `central is for ${environment}`)
      parts.onUnreachable(failure)
      throw failure
    }
    parts.clock.settle(new Date(server_time), parts.clock.monotonicMs() - before)
    parts.onReachable()
  }
  return {
    meet,
    doubt: () => void (met = null),
    forgetToken: tokens.forget,
    call: async (call) => {
      await meet(call.signal)
      return call.access === 'token' ? noteStanding(parts, sendFresh(call)) : sendFresh(call)
    },
  }
}

/** `PUT /v1/packets`: what follows may name somebody. */
const nameOf = ({ method, path }: Pick<Call<unknown>, 'method' | 'path'>): string =>
  `${method} ${path.split('?')[0]!.split('/').slice(0, 3).join('/')}`

function noteRefusal(
  { onRefused }: ClientParts,
  call: Pick<Call<unknown>, 'method' | 'path'>,
  error: unknown,
): unknown {
  if (error instanceof Refusal) onRefused(nameOf(call), error)
  return error
}

/** A question that was kept may have been cut off on the way, which says nothing of central yet: whether it is there is asked anew. */
function noteLoss(
  { onUnreachable, onClosed }: ClientParts,
  call: Pick<Call<unknown>, 'heldForMs' | 'signal'>,
  error: unknown,
) {
  if (call.signal.aborted || !(error instanceof Failure)) return error
  if (call.heldForMs === undefined) onUnreachable(error)
  else onClosed?.()
  return error
}

/** What was under way when central was taken away has no answer either, as with a wire that is pulled. */
async function unlessCutOff<T>({ isCutOff }: ClientParts, ask: () => Promise<T>): Promise<T> {
  const refuse = () => {
    if (isCutOff()) throw new Failure('central_unreachable', 'played by an instructor')
  }
  refuse()
  const answer = await ask()
  refuse()
  return answer
}

/** Which station calls, and with which version. */
const knownBy = ({ softwareVersion }: ClientParts, accessToken: string) => ({
  authorization: `DPoP ${accessToken}`,
  'guichet-version': softwareVersion,
})

/** Every answer shows whether central knows the station. */
async function noteStanding<T>({ onKnown }: ClientParts, answer: Promise<T>): Promise<T> {
  try {
    const answered = await answer
    onKnown(true)
    return answered
  } catch (error) {
    if (strange.includes(codeOf(error))) onKnown(false)
    throw error
  }
}
