import type { Audit } from '../audit/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Clock } from '../clock/port.ts'

export type StrangerReason = 'other_account' | 'wrong_secret' | 'second_client'

/** Who else tried to get in: on the record, and on screen. */
export interface Strangers {
  refused(reason: StrangerReason): void
  /** When the last one tried, ISO 8601; null when nobody did since the start. */
  lastAt(): string | null
}

/** A record a minute at most: somebody who tries without end shall not fill the log. */
const recordEveryMs = 60_000

/** `knownAt`: when the last one tried, as the process before said. */
export function createStrangers(
  { audit, clock, bus }: { audit: Audit; clock: Clock; bus: Bus },
  knownAt: string | null = null,
): Strangers {
  let lastAt = knownAt
  let recordedMs = -Infinity
  return {
    lastAt: () => lastAt,
    refused(reason) {
      lastAt = clock.now().toISOString()
      bus.publish({ type: 'stranger_refused' })
      if (clock.monotonicMs() - recordedMs < recordEveryMs) return
      recordedMs = clock.monotonicMs()
      audit.append({ action: 'wire.stranger_refused', actor: 'unknown', subject: null, facts: { reason } })
    },
  }
}
