import type { TimeProof } from '../../contract/protocol/packet.ts'

/** What was recorded here about the time before this start, milliseconds since 1970; null: nothing. */
export type TimeRecord = {
  /** The latest time that central confirmed. */
  confirmedMs: number | null
  /** The latest time that anything wrote down since, by an unconfirmed clock. */
  recordedMs: number | null
  /** The time that a manager settled since central was last here. */
  byHandMs: number | null
}

/** What a start makes of a wall clock: where time counts from, how it is known, and whether a manager must look first. */
export type KnownTime = { startMs: number; proof: Exclude<TimeProof, 'central'>; locked: boolean }

/** Clocks run apart by that much without anybody having set them. */
const driftMs = 120_000

/**
 * Time at a start without central. It never lies before what was confirmed, nor before what was written down later: an expired passport
 * does not pass because a clock was set back; from there it counts on, unconfirmed. Where it would begin further ahead of the confirmed
 * time than a station may be without central, nobody knows the day: the station waits for central, or for a manager, who may say that
 * the wall clock is right. What a manager settled stays unconfirmed.
 */
export function knownTime(wallMs: number, record: TimeRecord, maxAheadMs: number): KnownTime {
  const { confirmedMs, recordedMs, byHandMs } = record
  const floorMs = Math.max(confirmedMs ?? -Infinity, recordedMs ?? -Infinity, byHandMs ?? -Infinity)
  const startMs = Math.max(wallMs, floorMs)
  const from = byHandMs ?? confirmedMs
  // A station that never met central has nothing to contradict, and nothing to seal.
  if (from === null) return { startMs, proof: 'unconfirmed', locked: false }
  const locked = startMs - from > maxAheadMs
  const isConfirmed = !locked && byHandMs === null && wallMs >= floorMs - driftMs
  return { startMs, proof: isConfirmed ? 'floor' : 'unconfirmed', locked }
}
