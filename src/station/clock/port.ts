import type { TimeProof } from '../../contract/protocol/packet.ts'

/** Wall clock settled by central's time; survives jumps of the local clock while the process runs. */
export interface Clock {
  /** Best knowledge of the true time. */
  now(): Date
  /** How `now` is known: from central in this run, counted from the latest confirmed time, or by the wall clock alone. */
  proof(): TimeProof
  /** The wall clock contradicts what was recorded: nothing that needs the day is done until central, or a manager, settles it. */
  isLocked(): boolean
  /** A manager says that the wall clock is right: time stays unconfirmed. Code: clock_set_back (it lies before what central confirmed). */
  settleByHand(): void
  /** Never jumps; for intervals only. Milliseconds. */
  monotonicMs(): number
  /** Tells the clock central's time, received just now in an exchange that took `tookMs`. */
  settle(serverTime: Date, tookMs: number): void
  /** Local clock minus true time, as far as known. Skewed beyond two minutes. */
  skew(): { skewed: boolean; skewSeconds: number }
}
