import type { IncomingHttpHeaders } from 'node:http'
import { request as sendRequest } from 'undici'
import { Failure } from '../../contract/failure.ts'
import { eventWait } from '../../contract/protocol/central-events.ts'
import { createConnections, plainNetwork, type Way } from './connections.ts'
import { nameNetworkFailure } from './name-network-failure.ts'

export interface HttpAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: Uint8Array
}

interface Request {
  method: string
  headers: Record<string, string>
  body: string | Uint8Array | null
}
interface Limits {
  /** Over connection, headers and body together. */
  timeoutMs: number
  maxBytes: number
  signal: AbortSignal
  /** How to get there; straight by default. */
  connect?: (url: URL) => Promise<Way>
}

/** A central that keeps an answer sends white space meanwhile: where that failed to come twice the connection is dead. */
const silenceMs = 2 * eventWait.breathMs + 5_000

const straight = createConnections(plainNetwork)

/**
 * One HTTP exchange with a deadline over headers and body and a bound on the body; redirects are refused. By undici's own
 * client, which costs a third of fetch. Codes: networkFailures, central_response_invalid (too long).
 */
export async function exchange(url: URL, request: Request, limits: Limits): Promise<HttpAnswer> {
  const { dispatcher, proxy } = await (limits.connect ?? straight)(url)
  try {
    return await sendAndRead(url, request, { ...limits, dispatcher })
  } catch (error) {
    throw error instanceof Failure ? error : nameNetworkFailure(error, proxy !== null)
  }
}

async function sendAndRead(url: URL, request: Request, limits: Limits & Pick<Way, 'dispatcher'>): Promise<HttpAnswer> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new Error('no answer in time')), limits.timeoutMs)
  try {
    const signal = AbortSignal.any([limits.signal, deadline.signal])
    const {
      statusCode: status,
      headers,
      body,
    } = await sendRequest(url, { ...request, signal, dispatcher: limits.dispatcher, bodyTimeout: silenceMs })
    if (isWelcomePage(status, headers)) {
      // What is left unread says that it was, to anyone who listens; unheard, that would end the process.
      body.on('error', () => {}).destroy()
      throw new Failure('captive_portal', `status ${status}`)
    }
    return { status, headers, body: await readBody(body, limits.maxBytes) }
  } finally {
    clearTimeout(timer)
  }
}

const redirects = new Set([301, 302, 303, 307, 308])

/** Not central, which sends neither: the sign-in page of somebody's network (511: RFC 6585 §6). */
function isWelcomePage(status: number, headers: IncomingHttpHeaders): boolean {
  const isHtml = /^text\/html\b/i.test(headers['content-type'] ?? '')
  return redirects.has(status) || status === 511 || (status < 300 && isHtml)
}

/** Leaving the loop by the throw closes the connection: nothing more is taken in. */
async function readBody(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > maxBytes) throw new Failure('central_response_invalid', `more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The value of a header, where it was sent. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name]
  return typeof value === 'string' ? value : (value?.[0] ?? null)
}

const dropped = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

function wasDropped(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && dropped.has(String(cause.code))) return true
  return false
}

/**
 * An exchange, and one more where its connection was closed under it: one kept open may have been closed by the other
 * side meanwhile. For calls that may come twice.
 */
export function onceMoreIfDropped(once: () => Promise<HttpAnswer>, signal: AbortSignal): Promise<HttpAnswer> {
  return once().catch((error: unknown) => {
    if (signal.aborted || !wasDropped(error)) throw error
    return once()
  })
}

/** Central's address: https, or http to this machine alone. Code: central_address_insecure. */
export function checkCentralUrl(text: string): URL {
  const url = URL.parse(text)
  const isLoopback = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  const isSafe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))
  if (!isSafe || url.username !== '') throw new Failure('central_address_insecure')
  return url
}
