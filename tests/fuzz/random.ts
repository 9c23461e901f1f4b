/** A small repeatable generator of 32-bit numbers (xorshift128), seeded by any number of integers. */
export interface FuzzRandom {
  /** An integer 0 … below-1. */
  readonly below: (below: number) => number
}

export function seededRandom(...seeds: readonly number[]): FuzzRandom {
  const state = new Uint32Array([0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef])
  const next = () => {
    const [a = 0, b = 0, c = 0, d = 0] = state
    const mixed = d ^ (d >>> 19) ^ (a ^ (a << 11)) ^ ((a ^ (a << 11)) >>> 8)
    state.set([b, c, d, mixed])
    return mixed >>> 0
  }
  for (const seed of seeds) {
    state[0] = (state[0] ?? 0) ^ seed
    for (let i = 0; i < 8; i++) next()
  }
  return { below: (below) => next() % below }
}

/** A number for a name, to give each target inputs of its own. */
export function numberOf(name: string): number {
  return Array.from(name).reduce((sum, char) => Math.imul(sum, 31) + char.charCodeAt(0), 7)
}
