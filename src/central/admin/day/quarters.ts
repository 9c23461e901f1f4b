/** A quarter of an hour: what arrived and was decided in it, and how old the oldest was that still waited for central at its end. */
export type Quarter = { at: Date; arrived: number; decided: number; byPeople: number; oldestSeconds: number }

export const quarterMs = 15 * 60_000
const dayMs = 24 * 3_600_000

/** Packets that central decided, or not yet (`decided` null), by the quarters in which they came and were decided; `first` came first. */
export type Wait = { arrived: number; decided: number | null; first: Date }

export type Counted = {
  arrivals: ReadonlyMap<number, number>
  decisions: ReadonlyMap<number, { all: number; byPeople: number }>
  waits: readonly Wait[]
}

/** The quarters of an hour that begin in a span of time; a day of 23 or 25 hours has as many as it has. */
export const quartersOf = (from: Date, to: Date): number[] =>
  Array.from(
    { length: Math.ceil((to.getTime() - from.getTime()) / quarterMs) },
    (_, i) => from.getTime() + i * quarterMs,
  )

/** Pure. Quarters that are not over by `now` end at it; those that have not begun are not there. */
export function curveOf(starts: readonly number[], counted: Counted, now: Date): Quarter[] {
  return starts
    .filter((start) => start < now.getTime())
    .map((start) => {
      const end = Math.min(start + quarterMs, now.getTime())
      const waiting = counted.waits.filter(
        ({ arrived, decided, first }) =>
          arrived <= start && first.getTime() <= end && (decided === null || decided > start),
      )
      const oldest = Math.min(...waiting.map(({ first }) => first.getTime()))
      const decisions = counted.decisions.get(start)
      return {
        at: new Date(start),
        arrived: counted.arrivals.get(start) ?? 0,
        decided: decisions?.all ?? 0,
        byPeople: decisions?.byPeople ?? 0,
        oldestSeconds: waiting.length === 0 ? 0 : Math.round((end - oldest) / 1000),
      }
    })
}

/** How long a queue is followed past the end of its day. */
export const followedMs = dayMs
