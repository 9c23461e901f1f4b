import { Agent as HttpAgent, request as sendHttp } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as sendHttps } from 'node:https'
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

/** Connections stay open: a new one costs central a TLS handshake. */
const transports = {
  'http:': { send: sendHttp, agent: new HttpAgent({ keepAlive: true }) },
  'https:': { send: sendHttps, agent: new HttpsAgent({ keepAlive: true }) },
}

/**
 * One HTTP exchange with a deadline over headers and body and a bound on the body; redirects are refused. By node:http, which
 * costs a fifth of fetch. Codes: central_unreachable, central_response_invalid (too long).
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

function sendAndRead(url: URL, { method, headers, body }: Request, limits: Limits): Promise<HttpAnswer> {
  const { send, agent } = transports[url.protocol as keyof typeof transports]
  const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  return new Promise((resolve, reject) => {
    const request = send(url, { method, agent, headers: { ...headers, ...length }, signal: limits.signal })
    const fail = (reason: string) => {
      reject(new Error(reason))
      request.destroy()
    }
    const timer = setTimeout(() => fail('no answer in time'), limits.timeoutMs)
    let isAnswered = false
    request.on('error', reject)
    request.on('response', (response) => {
      isAnswered = true
      readAnswer(response, limits.maxBytes, resolve, reject)
    })
    request.on('close', () => {
      clearTimeout(timer)
      if (!isAnswered) fail('connection closed')
    })
    request.end(body ?? undefined)
  })
}

const redirects = new Set([301, 302, 303, 307, 308])

function readAnswer(
  response: IncomingMessage,
  maxBytes: number,
  resolve: (answer: HttpAnswer) => void,
  reject: (error: Error) => void,
): void {
  const { statusCode: status = 0, headers } = response
  const chunks: Uint8Array[] = []
  let length = 0
  const refuse = (error: Error) => void response.destroy(error)
  response.on('data', (chunk: Buffer) => {
    length += chunk.length
    chunks.push(chunk)
    if (length > maxBytes) refuse(new Failure('central_response_invalid', `more than ${maxBytes} bytes`))
  })
  response.on('end', () => resolve({ status, headers, body: Buffer.concat(chunks) }))
  response.on('error', reject).on('close', () => reject(new Error('answer cut off')))
  // Not central: the sign-in page of somebody's network.
  if (redirects.has(status)) refuse(new Error(`redirected (${status})`))
}

/** The value of a header, where it was sent. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name]
  return typeof value === 'string' ? value : (value?.[0] ?? null)
}

const dropped = new Set(['ECONNRESET', 'EPIPE'])

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
