import { Failure } from '../../contract/failure.ts'
import { eventWait } from '../../contract/protocol/central-events.ts'
import type { EventParts } from './events.ts'
import { readEvents } from './events.ts'
import type { SyncParts } from './sync-parts.ts'

/** A wait that comes to less is none: the station asks again and again, as with a central of before. */
const shortestWait = 20
/** An answer that came later than this was held. */
const heldMs = 10_000
/**
 * After so many answers that were kept to their end twice as long is tried again, and after so many without a wait the shortest: what cut the
 * last one off may have been a restart.
 */
const keptBeforeMore = 12
const busyMs = 15_000
const idleMs = 60_000

export interface EventReader {
  /** Asks once; answers how long to rest, milliseconds. */
  run(signal: AbortSignal): Promise<number>
  /** The question under way is given up, as when the network changed under it. */
  interrupt(): void
}

/**
 * Hears of central's events as they happen: central keeps a question until there is one. Where it does not, as one of before, one that
 * keeps too many, or something on the way that cuts long answers off, the station comes back by itself, sooner while a decision is awaited.
 */
export function createEventReader(parts: EventParts & Pick<SyncParts, 'clock'>): EventReader {
  const { clock, table } = parts
  let waitSeconds: number = eventWait.longestSeconds
  let keptInRow = 0
  let interruption = new AbortController()
  const restMs = () => (table.undecided(1).length > 0 ? busyMs : idleMs)

  const lengthen = () => {
    if (++keptInRow < keptBeforeMore) return
    keptInRow = 0
    waitSeconds = Math.min(Math.max(waitSeconds * 2, shortestWait), eventWait.longestSeconds)
  }
  /** What stands between lets less through than passed now. */
  const shorten = (passedMs: number) => {
    keptInRow = 0
    waitSeconds = Math.floor(passedMs / 2_000)
    if (waitSeconds < shortestWait) waitSeconds = 0
  }
  const ask = async (signal: AbortSignal): Promise<number> => {
    const askedMs = clock.monotonicMs()
    const tookMs = () => clock.monotonicMs() - askedMs
    try {
      const isNews = await readEvents(parts, signal, waitSeconds)
      const wasKept = waitSeconds > 0 && tookMs() >= heldMs
      if (wasKept || waitSeconds === 0) lengthen()
      return isNews || wasKept ? 0 : restMs()
    } catch (error) {
      const wasCutOff = error instanceof Failure && !signal.aborted && waitSeconds > 0 && tookMs() >= heldMs
      if (!wasCutOff) throw error
      shorten(tookMs())
      return 0
    }
  }
  return {
    async run(signal) {
      interruption = new AbortController()
      try {
        return await ask(AbortSignal.any([signal, interruption.signal]))
      } catch (error) {
        if (interruption.signal.aborted && !signal.aborted) return 0
        throw error
      }
    },
    interrupt: () => interruption.abort(),
  }
}
