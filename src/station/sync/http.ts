import { Failure } from '../../contract/failure.ts'

export interface HttpAnswer {
  status: number
  headers: Headers
  body: Uint8Array
}

/**
 * One HTTP exchange with a deadline over headers and body and a bound on the body; redirects are refused. Codes:
 * central_unreachable, central_response_invalid (too long).
 */
export async function exchange(
  url: URL,
  request: { method: string; headers: Record<string, string>; body: string | Uint8Array | null },
  limits: { timeoutMs: number; maxBytes: number; signal: AbortSignal },
): Promise<HttpAnswer> {
  const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)])
  try {
    const { method, headers } = request
    const body = request.body as NonNullable<RequestInit['body']> | null
    const response = await fetch(url, { method, headers, body, signal, redirect: 'error', cache: 'no-store' })
    return { status: response.status, headers: response.headers, body: await readBounded(response, limits.maxBytes) }
  } catch (error) {
    if (error instanceof Failure) throw error
    // fetch says "TypeError: fetch failed"; the reason is its cause.
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new Failure('central_unreachable', reason.slice(0, 200), { cause: error })
  }
}

const dropped = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])

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

async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > maxBytes) throw new Failure('central_response_invalid', `more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Central's address: https, or http to this machine alone. Code: central_address_insecure. */
export function checkCentralUrl(text: string): URL {
  const url = URL.parse(text)
  const isLoopback = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  const isSafe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))
  if (!isSafe || url.username !== '') throw new Failure('central_address_insecure')
  return url
}
