import { uptime } from 'node:os'
import { performance } from 'node:perf_hooks'
import { Failure } from '../../contract/failure.ts'
import type { TimeProof } from '../../contract/protocol/packet.ts'
import { knownTime, type TimeRecord } from './known-time.ts'
import type { Clock } from './port.ts'

const nothingRecorded: TimeRecord = { confirmedMs: null, recordedMs: null, byHandMs: null }

const skewLimitMs = 120_000
const jumpLimitMs = 2_000
const leastErrorMs = 1_000
/** Put back by less, the time runs a fiftieth slower until it is reached again: what a visit does next is never dated before what it did. */
const slewLimitMs = 60_000
const slewRate = 0.98

/**
 * A clock that believes central first, the monotonic clock second and the wall clock third: a wall clock that jumps while
 * the station runs changes what `skew` says, not what `now` says. `offsetMs` is what the last run knew (true minus local);
 * the clock may have been put right since, and central refuses what lies in the future, so only an offset into the past is
 * believed until central is reached again. `record` is what was known before this start (known-time.ts). `sleptMs` grows while the machine sleeps, which some systems leave out of the
 * monotonic clock: that time has passed, it is no jump.
 */
export function createClock(options?: {
  offsetMs?: number
  record?: TimeRecord
  /** How far ahead of the last confirmed time a start without central is believed. */
  maxAheadMs?: number
  wallMs?: () => number
  monotonicMs?: () => number
  sleptMs?: () => number
  onChange?: (offsetMs: number) => void
}): Clock & { offsetMs(): number } {
  const wallMs = options?.wallMs ?? Date.now
  const monotonicMs = options?.monotonicMs ?? (() => performance.now())
  const sleptMs = options?.sleptMs ?? sleptSinceBootMs
  let anchor = { wall: wallMs(), monotonic: monotonicMs() }
  const record = options?.record ?? nothingRecorded
  const believed = anchor.wall + Math.min(options?.offsetMs ?? 0, 0)
  const known = knownTime(believed, record, options?.maxAheadMs ?? Infinity)
  let offsetMs = known.startMs - anchor.wall
  let trust: { proof: TimeProof; locked: boolean } = known
  let sleptBefore = sleptMs()

  const takeSleep = () => {
    const newlyMs = sleptMs() - sleptBefore
    // Both are read at different moments and in different steps: less than that is no sleep.
    if (newlyMs <= jumpLimitMs) return 0
    sleptBefore += newlyMs
    return newlyMs
  }
  const absorbJump = () => {
    const next = { wall: wallMs(), monotonic: monotonicMs() }
    let jumpMs = next.wall - anchor.wall - (next.monotonic - anchor.monotonic)
    anchor = next
    if (Math.abs(jumpMs) > jumpLimitMs) jumpMs -= takeSleep()
    if (Math.abs(jumpMs) <= jumpLimitMs) return
    offsetMs -= jumpMs
    options?.onChange?.(offsetMs)
  }
  let told = { ms: -Infinity, monotonic: 0 }
  const now = () => {
    absorbJump()
    const ms = anchor.wall + offsetMs
    const slowMs = told.ms + slewRate * (anchor.monotonic - told.monotonic)
    const isSlower = slowMs > ms && slowMs - ms <= slewLimitMs
    told = { ms: isSlower ? slowMs : ms, monotonic: anchor.monotonic }
    return new Date(told.ms)
  }
  return {
    now,
    monotonicMs,
    offsetMs: () => offsetMs,
    proof: () => trust.proof,
    isLocked: () => trust.locked,
    settleByHand: () => {
      absorbJump()
      const wall = wallMs()
      if (wall < (record.confirmedMs ?? -Infinity)) throw new Failure('clock_set_back')
      offsetMs = wall - anchor.wall
      trust = { proof: 'unconfirmed', locked: false }
      options?.onChange?.(offsetMs)
    },
    settle: (serverTime, tookMs) => {
      absorbJump()
      trust = { proof: 'central', locked: false }
      // It was written at some moment of the exchange: what that leaves open is no error of the clock.
      const found = serverTime.getTime() + tookMs / 2 - anchor.wall
      if (Math.abs(found - offsetMs) < leastErrorMs + tookMs / 2) return
      offsetMs = found
      options?.onChange?.(offsetMs)
    },
    skew: () => {
      absorbJump()
      return { skewed: Math.abs(offsetMs) > skewLimitMs, skewSeconds: Math.round(-offsetMs / 1000) + 0 }
    },
  }
}

/** The system's uptime counts sleep; the monotonic clock does not on Linux. Their difference changes by sleep alone. */
const sleptSinceBootMs = (): number => uptime() * 1000 - performance.now()
