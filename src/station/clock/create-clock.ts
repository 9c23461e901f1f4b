import { performance } from 'node:perf_hooks'
import type { Clock } from '../ports.ts'

const skewLimitMs = 120_000
const jumpLimitMs = 2_000

/**
 * A clock that believes central first, the monotonic clock second and the wall clock third: a wall clock that jumps while
 * the station runs changes what `skew` says, not what `now` says. `offsetMs` is what the last run knew (true minus local);
 * the clock may have been put right since, and central refuses what lies in the future, so only an offset into the past is
 * believed until central is reached again.
 */
export function createClock(options?: {
  offsetMs?: number
  wallMs?: () => number
  monotonicMs?: () => number
  onChange?: (offsetMs: number) => void
}): Clock & { offsetMs(): number } {
  const wallMs = options?.wallMs ?? Date.now
  const monotonicMs = options?.monotonicMs ?? (() => performance.now())
  let offsetMs = Math.min(options?.offsetMs ?? 0, 0)
  let anchor = { wall: wallMs(), monotonic: monotonicMs() }

  const absorbJump = () => {
    const next = { wall: wallMs(), monotonic: monotonicMs() }
    const jumpMs = next.wall - anchor.wall - (next.monotonic - anchor.monotonic)
    anchor = next
    if (Math.abs(jumpMs) <= jumpLimitMs) return
    offsetMs -= jumpMs
    options?.onChange?.(offsetMs)
  }
  const now = () => {
    absorbJump()
    return new Date(anchor.wall + offsetMs)
  }
  return {
    now,
    monotonicMs,
    offsetMs: () => offsetMs,
    settle: (serverTime) => {
      absorbJump()
      const found = serverTime.getTime() - anchor.wall
      // Below a second it is the network's delay, not the clock's error.
      if (Math.abs(found - offsetMs) < 1_000) return
      offsetMs = found
      options?.onChange?.(offsetMs)
    },
    skew: () => {
      absorbJump()
      return { skewed: Math.abs(offsetMs) > skewLimitMs, skewSeconds: Math.round(-offsetMs / 1000) + 0 }
    },
  }
}
