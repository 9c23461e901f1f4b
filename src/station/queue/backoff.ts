import { longestBackoffMs } from './outbox-table.ts'

const firstBackoffMs = 1_000

/**
 * Exponential backoff with full jitter (Brooker, AWS Architecture Blog 2015), capped at 15 minutes; never earlier than
 * central's Retry-After. `random` in [0, 1). Milliseconds.
 */
export function backoffMs(attempts: number, random: number, retryAfterMs: number | null): number {
  const ceiling = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(attempts, 20))
  return Math.min(Math.max(Math.round(random * ceiling), retryAfterMs ?? 0), longestBackoffMs)
}

/** Retry-After as seconds or as an HTTP date (RFC 9110 §10.2.3), in milliseconds; null when absent or unreadable. */
export function parseRetryAfter(value: string | null, now: Date): number | null {
  if (value === null) return null
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
