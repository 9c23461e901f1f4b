import { modPow } from './mod-pow.ts'
import { toBigInt } from './bytes.ts'
import type { Curve, EcPoint } from './ec.ts'
import { randomScalar, type RandomSource } from './random.ts'

export interface EcdsaSignature {
  readonly r: bigint
  readonly s: bigint
}

/** ECDSA verification of a digest of any length (TR-03111 §4.2.1; high s is allowed, as cards give it). */
export function verifyEcdsa(curve: Curve, publicKey: EcPoint, digest: Uint8Array, { r, s }: EcdsaSignature): boolean {
  const { n } = curve
  if (r < 1n || r >= n || s < 1n || s >= n) return false
  const w = modPow(s, n - 2n, n)
  const point = curve.Point.BASE.mulAddUnsafe((digestToScalar(curve, digest) * w) % n, publicKey, (r * w) % n)
  return !point.is0() && point.x % n === r
}

/** ECDSA signature over a digest, for specimens and tests; the nonce comes from `random`. */
export function signEcdsa(curve: Curve, privateKey: bigint, digest: Uint8Array, random: RandomSource): EcdsaSignature {
  const { n } = curve
  for (;;) {
    const k = randomScalar(n, random)
    const r = curve.Point.BASE.multiply(k).x % n
    const s = (modPow(k, n - 2n, n) * (digestToScalar(curve, digest) + r * privateKey)) % n
    if (r !== 0n && s !== 0n) return { r, s }
  }
}

/** The leftmost bits of the digest, as many as the order has. */
function digestToScalar(curve: Curve, digest: Uint8Array): bigint {
  const excess = 8 * digest.length - curve.n.toString(2).length
  return (toBigInt(digest) >> BigInt(Math.max(0, excess))) % curve.n
}
