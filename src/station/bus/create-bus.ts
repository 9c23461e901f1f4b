import type { EventOf, StationEvent, StationEventType } from './station-event.ts'

export interface Bus {
  publish(event: StationEvent): void
  /** Reacts to events of these types; answers the function that stops it. */
  on<T extends StationEventType>(types: readonly T[], react: (event: EventOf<T>) => void): () => void
}

/**
 * The one way in which a feature learns what another did. Reactions run at once and in the order in which they were added; one that
 * fails goes to `onFault` and keeps neither the others from running nor the publisher from having done what it says.
 */
export function createBus(onFault: (error: unknown) => void): Bus {
  const reactions: { types: ReadonlySet<string>; react: (event: StationEvent) => void }[] = []
  return {
    publish(event) {
      for (const { types, react } of [...reactions]) {
        if (!types.has(event.type)) continue
        try {
          react(event)
        } catch (error) {
          onFault(error)
        }
      }
    },
    on(types, react) {
      const reaction = { types: new Set<string>(types), react: react as (event: StationEvent) => void }
      reactions.push(reaction)
      return () => {
        const at = reactions.indexOf(reaction)
        if (at >= 0) reactions.splice(at, 1)
      }
    },
  }
}
