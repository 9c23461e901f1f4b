/** Wall clock settled by central's time; survives jumps of the local clock while the process runs. */
export interface Clock {
  /** Best knowledge of the true time. */
  now(): Date
  /** Never jumps; for intervals only. Milliseconds. */
  monotonicMs(): number
  /** Tells the clock central's time, as received just now. */
  settle(serverTime: Date): void
  /** Local clock minus true time, as far as known. Skewed beyond two minutes. */
  skew(): { skewed: boolean; skewSeconds: number }
}
