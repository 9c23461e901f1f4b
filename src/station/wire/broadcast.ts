import type { EventFrame } from '../../contract/frame.ts'
import { events, type EventName, type EventPayload } from '../../contract/requests.ts'

export interface Broadcast {
  emit<N extends EventName>(event: N, payload: EventPayload<N>): void
  /** Answers the function that stops listening. */
  listen(listener: (frame: EventFrame) => void): () => void
}

/** Events of the contract to whoever listens; parsed on the way out, so that nothing undeclared ever leaves. */
export function createBroadcast(): Broadcast {
  const listeners = new Set<(frame: EventFrame) => void>()
  return {
    emit(event, payload) {
      const frame = { event, payload: events[event].parse(payload) }
      for (const listener of listeners) listener(frame)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
