import { createHash } from 'node:crypto'
import type { RandomSource } from '../emrtd/crypto/random.ts'

/**
 * Random numbers that can be reproduced: SHA-256 over seed and counter. For specimens and tests only; anybody who knows the
 * seed knows every key made with it.
 */
export function seededRandom(seed: string): RandomSource {
  let counter = 0
  let pool = new Uint8Array(0)
  return (length) => {
    while (pool.length < length) {
      pool = Uint8Array.from([...pool, ...createHash('sha256').update(`${seed}/${counter++}`).digest()])
    }
    const taken = pool.slice(0, length)
    pool = pool.slice(length)
    return taken
  }
}
