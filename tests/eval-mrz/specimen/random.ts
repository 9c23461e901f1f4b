/** A small seeded generator (mulberry32), so that every page and line can be made again from its seed. */
export type Random = {
  /** Uniform in [0, 1). */
  next: () => number
  /** Uniform in [from, to). */
  between: (from: number, to: number) => number
  /** Integer in [from, to]. */
  integer: (from: number, to: number) => number
  chance: (probability: number) => boolean
  pick: <T>(items: ArrayLike<T>) => T
  /** Gaussian of mean 0 and deviation 1. */
  normal: () => number
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const between = (from: number, to: number): number => from + (to - from) * next()
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => items[integer(0, items.length - 1)] as never,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
