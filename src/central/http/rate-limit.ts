import { isIPv6 } from 'node:net'
import type { Limits } from '../context.ts'

const maxCallers = 100_000
const networkParts = 4

/** Counts what each caller asks of this instance, in its memory: it keeps one caller from starving the others here. */
export type RateLimit = {
  /** Whether the caller has anything left; asking costs nothing. */
  allows(caller: string): boolean
  spend(caller: string): void
}

/** A token bucket per caller. Callers that were not heard of for longest are forgotten first: theirs are full again. */
export function createRateLimit(
  limits: Pick<Limits, 'requestsPerSecond' | 'requestsBurst'>,
  now: () => Date,
): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>()
  const leftTo = (caller: string, at: number): number => {
    const bucket = buckets.get(caller) ?? { left: limits.requestsBurst, at }
    const earned = (Math.max(0, at - bucket.at) / 1000) * limits.requestsPerSecond
    return Math.min(limits.requestsBurst, bucket.left + earned)
  }
  return {
    allows: (caller) => leftTo(caller, now().getTime()) >= 1,
    spend(caller) {
      const at = now().getTime()
      const left = Math.max(0, leftTo(caller, at) - 1)
      buckets.delete(caller)
      if (buckets.size >= maxCallers) buckets.delete(buckets.keys().next().value!)
      buckets.set(caller, { left, at })
    },
  }
}

/** The name that an address is counted under: an IPv6 subscriber has a network of 64 bits (RFC 6177), not one address. */
export function nameOfAddress(ip: string): string {
  if (!isIPv6(ip) || ip.includes('.')) return ip.slice(ip.lastIndexOf(':') + 1)
  const [before = '', after] = ip
    .split('%')[0]!
    .split('::')
    .map((half) => half.split(':').filter(Boolean))
  const zeros = after === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0')
  const parts = [...before, ...zeros, ...(after ?? [])]
  return `${parts
    .slice(0, networkParts)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`
}
