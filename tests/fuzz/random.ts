/** A small repeatable generator of integers, seeded by any number of integers. */
export interface FuzzRandom {
  /** An integer 0 … below-1. */
  readonly below: (below: number) => number
}

/** SplitMix32: every bit of a seed reaches every bit of the first number, so that neighbouring inputs share nothing. */
export function seededRandom(...seeds: readonly number[]): FuzzRandom {
  let state = seeds.reduce((sum, seed) => mix(sum ^ mix(seed)), 0x9e3779b9)
  return {
    below: (below) => {
      state = (state + 0x9e3779b9) | 0
      return mix(state) % below
    },
  }
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x21f0aaad)
  mixed ^= mixed >>> 15
  mixed = Math.imul(mixed, 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

/** A number for a name, to give each target inputs of its own. */
export function numberOf(name: string): number {
  return Array.from(name).reduce((sum, char) => Math.imul(sum, 31) + char.charCodeAt(0), 7)
}
