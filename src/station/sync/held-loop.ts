import { backoffMs } from '../queue/backoff.ts'
import { longestBackoffMs } from '../queue/outbox-table.ts'
import type { Contact } from './contact.ts'
import { createLoop, type Loop } from './loop.ts'
import { Refusal } from './refusal.ts'
import type { SyncParts } from './sync-parts.ts'

/** Until a wake: while central is away or does not know the station there is nothing to try. */
const restMs = 600_000

/** How long central asked to be left alone, within what is promised: no answer stops sending for longer. */
const holdMs = ({ retryAfterMs }: Refusal) => Math.min(retryAfterMs ?? 0, longestBackoffMs)

interface HeldLoopParts extends Pick<SyncParts, 'bus' | 'central' | 'clock' | 'onFault'> {
  contact: Contact
  random: () => number
}

/**
 * A loop that rests while central is away, whose return wakes it, and that leaves central alone as long as central asked. `run` answers
 * how long it rests next, milliseconds.
 */
export function createHeldLoop(parts: HeldLoopParts, run: (signal: AbortSignal) => Promise<number>): Loop {
  const { bus, central, clock, contact, random, onFault } = parts
  const restAfter = (failure: unknown, failuresInRow: number) => {
    const retryAfterMs = failure instanceof Refusal ? failure.retryAfterMs : null
    return backoffMs(failuresInRow + 1, random(), retryAfterMs)
  }
  /** Until when central asked to be left alone: a wake that comes earlier waits for it. */
  let heldUntilMs = -Infinity
  const guarded = async (signal: AbortSignal): Promise<number> => {
    if (central.get().stationId === null || contact.isOffline()) return restMs
    const heldMs = heldUntilMs - clock.monotonicMs()
    if (heldMs > 0) return heldMs
    try {
      return await run(signal)
    } catch (error) {
      if (error instanceof Refusal) heldUntilMs = clock.monotonicMs() + holdMs(error)
      throw error
    }
  }
  // A person's wish goes before central's: they see what comes of it.
  bus.on(['packets_released'], () => void (heldUntilMs = -Infinity))
  return createLoop({ run: guarded, restAfter, onFault })
}
