import { weierstrass, type WeierstrassPoint, type WeierstrassPointCons } from '@noble/curves/abstract/weierstrass.js'
import { EmrtdFailure } from '../failure.ts'
import { concat, fromBigInt, toBigInt } from './bytes.ts'
import { curveTable, type CurveParameters } from './curve-table.ts'
import { randomScalar, type RandomSource } from './random.ts'

export type CurveName = keyof typeof curveTable
export type EcPoint = WeierstrassPoint<bigint>

/** A curve ready to compute with. Lengths in bytes. */
export interface Curve extends CurveParameters {
  readonly name: CurveName
  readonly fieldLength: number
  readonly orderLength: number
  readonly Point: WeierstrassPointCons<bigint>
}

export interface EcKeyPair {
  readonly privateKey: bigint
  readonly publicKey: EcPoint
}

const curves = new Map<CurveName, Curve>()

/** The named curve; built on first use. */
export function curveNamed(name: CurveName): Curve {
  const known = curves.get(name)
  if (known !== undefined) return known
  const parameters: CurveParameters = curveTable[name]
  const { p, a, b, gx, gy, n } = parameters
  const Point = weierstrass({ p, n, h: 1n, a, b, Gx: gx, Gy: gy })
  const curve: Curve = { ...parameters, name, Point, fieldLength: byteLength(p), orderLength: byteLength(n) }
  curves.set(name, curve)
  return curve
}

/** The named curve with these explicit parameters (BSI TR-03111 §5), or null. Generator and order must agree as well. */
export function curveWithParameters(wanted: Omit<CurveParameters, 'oid'>): Curve | null {
  const keys = ['p', 'a', 'b', 'gx', 'gy', 'n'] as const
  const name = curveNames.find((candidate) => keys.every((key) => curveTable[candidate][key] === wanted[key]))
  return name === undefined ? null : curveNamed(name)
}

/** The named curve with this object identifier in dotted form, or null. */
export function curveWithOid(oid: string): Curve | null {
  const name = curveNames.find((candidate) => curveTable[candidate].oid === oid)
  return name === undefined ? null : curveNamed(name)
}

export const curveNames = Object.keys(curveTable) as CurveName[]

/** A fresh key pair on `generator`, the curve's own by default (PACE maps it to another). */
export function generateEcKeyPair(curve: Curve, random: RandomSource, generator?: EcPoint): EcKeyPair {
  const privateKey = randomScalar(curve.n, random)
  return { privateKey, publicKey: (generator ?? curve.Point.BASE).multiply(privateKey) }
}

/** Diffie-Hellman: the whole shared point; its x coordinate (`encodeCoordinate`) is the shared secret of TR-03111 §4.3. */
export function agreeEc(privateKey: bigint, publicKey: EcPoint): EcPoint {
  return publicKey.multiply(privateKey)
}

/** Uncompressed encoding 04 | x | y (TR-03111 §3.2.1). */
export function encodePoint(curve: Curve, point: EcPoint): Uint8Array {
  return concat(Uint8Array.of(4), encodeCoordinate(curve, point.x), encodeCoordinate(curve, point.y))
}

/** Field element in the field's length. */
export function encodeCoordinate(curve: Curve, coordinate: bigint): Uint8Array {
  return fromBigInt(coordinate, curve.fieldLength)
}

/** Decodes 04 | x | y and proves it a point of the curve, not at infinity. Fails with `chip_data_malformed`. */
export function decodePoint(curve: Curve, bytes: Uint8Array): EcPoint {
  const { fieldLength } = curve
  if (bytes[0] !== 4 || bytes.length !== 1 + 2 * fieldLength)
    throw new EmrtdFailure('chip_data_malformed', 'point encoding')
  const x = toBigInt(bytes.subarray(1, 1 + fieldLength))
  const y = toBigInt(bytes.subarray(1 + fieldLength))
  if (x >= curve.p || y >= curve.p) throw new EmrtdFailure('chip_data_malformed', 'coordinate out of range')
  const point = curve.Point.fromAffine({ x, y })
  try {
    point.assertValidity()
  } catch {
    throw new EmrtdFailure('chip_data_malformed', 'point not on curve')
  }
  return point
}

function byteLength(value: bigint): number {
  return Math.ceil(value.toString(2).length / 8)
}
