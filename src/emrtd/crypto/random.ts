import { randomBytes } from 'node:crypto'
import { toBigInt } from './bytes.ts'

/** Gives `length` random bytes. Injected everywhere, so that worked examples and specimens can be reproduced. */
export type RandomSource = (length: number) => Uint8Array

/** The operating system's random numbers. */
export const systemRandom: RandomSource = (length) => new Uint8Array(randomBytes(length))

/** A number of 1 … order-1. Asks for as many bytes as the order has, again and again until they are in range. */
export function randomScalar(order: bigint, random: RandomSource): bigint {
  const bits = order.toString(2).length
  const length = Math.ceil(bits / 8)
  for (let attempt = 0; attempt < 256; attempt++) {
    const bytes = random(length)
    bytes[0] = (bytes[0] ?? 0) & (0xff >> (8 * length - bits))
    const scalar = toBigInt(bytes)
    if (scalar > 0n && scalar < order) return scalar
  }
  throw new RangeError('random source gives no number in range')
}
