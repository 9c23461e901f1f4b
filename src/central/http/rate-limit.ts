import type { Limits } from '../context.ts'

const maxCallers = 100_000

/** A token bucket per caller, in this instance's memory: it keeps one caller from starving the others here. */
export function createRateLimit(limits: Limits, now: () => Date): (caller: string) => boolean {
  const buckets = new Map<string, { left: number; at: number }>()
  return (caller) => {
    const at = now().getTime()
    const bucket = buckets.get(caller) ?? { left: limits.requestsBurst, at }
    const earned = (Math.max(0, at - bucket.at) / 1000) * limits.requestsPerSecond
    const left = Math.min(limits.requestsBurst, bucket.left + earned)
    if (buckets.size >= maxCallers) buckets.clear()
    buckets.set(caller, { left: left >= 1 ? left - 1 : left, at })
    return left >= 1
  }
}
