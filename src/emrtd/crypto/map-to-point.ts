import { EmrtdFailure } from '../failure.ts'
import type { Curve, EcPoint } from './ec.ts'
import { modPow } from './mod-pow.ts'

/**
 * Point encoding of integrated mapping in affine coordinates (Doc 9303-11 appendix B.2), for p = 3 mod 4 and
 * cofactor 1. Fails with `chip_response_malformed` for the few integers that have no image.
 */
export function mapToPoint(curve: Curve, t: bigint): EcPoint {
  const { p, a, b } = curve
  const mod = (value: bigint) => ((value % p) + p) % p
  const invert = (value: bigint) => modPow(value, p - 2n, p)
  const cubic = (x: bigint) => mod(mod(mod(x * x) + a) * x + b)
  const alpha = mod(-t * t)
  const denominator = mod(alpha + alpha * alpha)
  if (denominator === 0n) throw new EmrtdFailure('chip_response_malformed', 'integrated mapping has no point')
  const x2 = mod(mod(-b * invert(a)) * (1n + invert(denominator)))
  const x3 = mod(alpha * x2)
  const h2 = cubic(x2)
  const candidate = modPow(h2, p - 1n - (p + 1n) / 4n, p)
  const isSquare = mod(mod(candidate * candidate) * h2) === 1n
  const affine = isSquare
    ? { x: x2, y: mod(candidate * h2) }
    : { x: x3, y: mod(candidate * mod(modPow(t, 3n, p) * h2)) }
  const point = curve.Point.fromAffine(affine)
  point.assertValidity()
  return point
}
