import { concat } from '../crypto/bytes.ts'
import { hash, type HashName } from '../crypto/hash.ts'

/** MGF1 (RFC 8017 §B.2.1): `length` bytes of mask from `seed`. */
export function mgf1(name: HashName, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let counter = 0, made = 0; made < length; counter++) {
    const block = hash(name, seed, Uint8Array.of(0, 0, counter >> 8, counter & 0xff))
    blocks.push(block)
    made += block.length
  }
  return concat(...blocks).subarray(0, length)
}
