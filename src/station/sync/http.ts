import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request as sendRequest } from 'undici'
import { Failure } from '../../contract/failure.ts'

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
}

/** Connections stay open as long as central lets them: a new one costs it a TLS handshake. */
const connections = new Agent({ keepAliveTimeout: 60_000 })

/**
 * One HTTP exchange with a deadline over headers and body and a bound on the body; redirects are refused. By undici's own
 * client, which costs a third of fetch. Codes: central_unreachable, central_response_invalid (too long).
 */
export async function exchange(url: URL, request: Request, limits: Limits): Promise<HttpAnswer> {
  try {
    return await sendAndRead(url, request, limits)
  } catch (error) {
    if (error instanceof Failure) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure('central_unreachable', reason.slice(0, 200), { cause: error })
  }
}

async function sendAndRead(url: URL, request: Request, limits: Limits): Promise<HttpAnswer> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new Error('no answer in time')), limits.timeoutMs)
  try {
    const signal = AbortSignal.any([limits.signal, deadline.signal])
    const {
      statusCode: status,
      headers,
      body,
    } = await sendRequest(url, { ...request, signal, dispatcher: connections })
    // Not central: the sign-in page of somebody's network.
    if (redirects.has(status)) body.destroy(new Error(`redirected (${status})`))
    return { status, headers, body: await readBody(body, limits.maxBytes) }
  } finally {
    clearTimeout(timer)
  }
}

const redirects = new Set([301, 302, 303, 307, 308])

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
