import { setTimeout } from 'node:timers/promises'
import type { Dispatch } from './dispatch.ts'

export interface InFlight {
  dispatch: Dispatch
  /** Resolves when no request is under way any more, or after so many milliseconds. */
  settled(patienceMs: number): Promise<void>
}

/** Knows which requests are under way, so that the store is not closed under a decision that waits for its PIN. */
export function followRequests(dispatch: Dispatch): InFlight {
  const underWay = new Set<Promise<unknown>>()
  return {
    dispatch(message) {
      const reply = dispatch(message)
      underWay.add(reply)
      void reply.finally(() => underWay.delete(reply))
      return reply
    },
    async settled(patienceMs) {
      const done = new AbortController()
      const patience = setTimeout(patienceMs, undefined, { signal: done.signal }).catch(() => undefined)
      await Promise.race([Promise.all(underWay), patience])
      done.abort()
    },
  }
}
