/** base^exponent mod modulus. Not constant-time: for public values and keys that live for one card session. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (modulus <= 0n || exponent < 0n) throw new RangeError('modulus or exponent out of range')
  let result = 1n % modulus
  const reduced = ((base % modulus) + modulus) % modulus
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus
    if (bit === '1') result = (result * reduced) % modulus
  }
  return result
}
