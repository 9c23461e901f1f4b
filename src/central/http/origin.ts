import { Failure } from '../../contract/failure.ts'

/**
 * Scheme, host and port as RFC 3986 §6.2.3 writes them: small letters, no default port, no slash at the end. Code: request_invalid (a
 * path or a query, or no address at all).
 */
export function normalizeOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isOrigin = url !== null && url.pathname === '/' && url.search === '' && url.hash === ''
  if (!isOrigin || !/^https?:$/.test(url.protocol)) throw new Failure('request_invalid', 'origin')
  return url.origin
}

/** The address without query and fragment, written in the same way; null for what is none. */
export function normalizeUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url === null ? null : url.origin + url.pathname
}

/** Whether an audience of a client's assertion is this service, or the endpoint at which it was given. */
export function isAudience(audience: string, origin: string, path: string): boolean {
  const given = normalizeUrl(audience)
  return given === `${origin}/` || given === origin + path
}
