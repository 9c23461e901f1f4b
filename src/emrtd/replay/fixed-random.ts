import { fromBigInt, fromHex, toBigInt } from '../crypto/bytes.ts'
import type { RandomSource } from '../crypto/random.ts'

/** Gives the listed numbers in order, each fitted to the length asked for: worked examples print leading zeros or none. */
export function fixedRandom(...hexNumbers: readonly string[]): RandomSource {
  const numbers = hexNumbers.map((hex) => toBigInt(fromHex(hex)))
  return (length) => {
    const number = numbers.shift()
    if (number === undefined) throw new RangeError('no more numbers')
    return fromBigInt(number, length)
  }
}
