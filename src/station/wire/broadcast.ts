import type { EventMessage } from '../../contract/wire-message.ts'
import { events, type EventName, type EventPayload } from '../../contract/events.ts'

export interface Broadcast {
  emit<N extends EventName>(event: N, payload: EventPayload<N>): void
  /** From now on nothing is told but by `endWith`, which is the last. */
  hush(): void
  endWith<N extends EventName>(event: N, payload: EventPayload<N>): void
  /** Answers the function that stops listening. */
  listen(listener: (message: EventMessage) => void): () => void
}

/** Events of the contract to anyone who listens; parsed on the way out, so that nothing undeclared ever leaves. */
export function createBroadcast(): Broadcast {
  const listeners = new Set<(message: EventMessage) => void>()
  let isHushed = false
  const tell = (event: EventName, payload: unknown) => {
    const message = { event, payload: events[event].parse(payload) }
    for (const listener of listeners) listener(message)
  }
  return {
    emit: (event, payload) => {
      if (!isHushed) tell(event, payload)
    },
    hush: () => void (isHushed = true),
    endWith(event, payload) {
      tell(event, payload)
      listeners.clear()
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
