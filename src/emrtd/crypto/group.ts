import { EmrtdFailure } from '../failure.ts'
import { decodeDh, dhGroups, encodeDh, type DhGroup, type DhGroupName } from './dh.ts'
import { curveNamed, decodePoint, encodePoint, type Curve, type CurveName, type EcPoint } from './ec.ts'
import { agreeOver } from './ecdh-engine.ts'
import { modPow } from './mod-pow.ts'
import { standardParameters } from './standard-parameters.ts'
import { randomScalar, type RandomSource } from './random.ts'
import { mapToPoint } from './map-to-point.ts'

/**
 * A cyclic group for key agreement, written additively, so that PACE and Chip Authentication read the same over
 * elliptic curves and over prime fields. Elements are validated when decoded.
 */
export interface Group<Element> {
  readonly kind: 'ECDH' | 'DH'
  readonly name: string
  readonly order: bigint
  /** Characteristic of the field, and its length in bits. */
  readonly prime: bigint
  readonly strengthBits: number
  /** Tag of a public key in an authentication token (Doc 9303-11 §9.4). */
  readonly publicKeyTag: number
  readonly generator: Element
  /** Whether `mapInteger` exists for this group (it needs p = 3 mod 4 on a curve). */
  readonly hasIntegratedMapping: boolean
  multiply(element: Element, scalar: bigint): Element
  add(a: Element, b: Element): Element
  encode(element: Element): Uint8Array
  decode(bytes: Uint8Array): Element
  /** Shared secret of a key agreement: x coordinate, or the element itself (§9.6). */
  agree(privateKey: bigint, peer: Element): Uint8Array
  /** f_G of integrated mapping (§4.4.3.3.2): an integer below the prime becomes an element of the group. */
  mapInteger(value: bigint): Element
}

export interface KeyPair<Element> {
  readonly privateKey: bigint
  readonly publicKey: Element
}

/** The group of a standardised domain parameter identifier, or null when there is none. */
export function standardGroup(parameterId: number): Group<unknown> | null {
  const name = standardParameters[parameterId]
  if (name === undefined) return null
  return name in dhGroups ? dhGroup(dhGroups[name as DhGroupName], name) : ecGroup(curveNamed(name as CurveName))
}

/** Points of a curve. */
export function ecGroup(curve: Curve): Group<EcPoint> {
  return {
    kind: 'ECDH',
    name: curve.name,
    order: curve.n,
    prime: curve.p,
    strengthBits: Math.floor(bitLength(curve.n) / 2),
    publicKeyTag: 0x86,
    generator: curve.Point.BASE,
    hasIntegratedMapping: curve.p % 4n === 3n,
    multiply: (point, scalar) => point.multiply(nonZero(scalar % curve.n)),
    add: (a, b) => requireFinite(a.add(b)),
    encode: (point) => encodePoint(curve, point),
    decode: (bytes) => decodePoint(curve, bytes),
    agree: (privateKey, peer) => agreeOver(curve, privateKey, peer),
    mapInteger: (value) => mapToPoint(curve, value),
  }
}

/** The subgroup of order q of a prime field. */
export function dhGroup(group: DhGroup, name: string): Group<bigint> {
  const encode = (value: bigint) => encodeDh(group, value)
  return {
    kind: 'DH',
    name,
    order: group.q,
    prime: group.p,
    strengthBits: bitLength(group.p) > 1024 ? 112 : 80,
    publicKeyTag: 0x84,
    generator: group.g,
    hasIntegratedMapping: true,
    multiply: (element, scalar) => modPow(element, nonZero(scalar % group.q), group.p),
    add: (a, b) => notOne((a * b) % group.p),
    encode,
    decode: (bytes) => decodeDh(group, bytes),
    agree: (privateKey, peer) => encode(modPow(peer, nonZero(privateKey % group.q), group.p)),
    mapInteger: (value) => notOne(modPow(value, (group.p - 1n) / group.q, group.p)),
  }
}

/** A fresh key pair on `generator`. */
export function generateKeyPair<E>(group: Group<E>, generator: E, random: RandomSource): KeyPair<E> {
  const privateKey = randomScalar(group.order, random)
  return { privateKey, publicKey: group.multiply(generator, privateKey) }
}

function requireFinite(point: EcPoint): EcPoint {
  if (point.is0()) throw neutral()
  return point
}

function notOne(element: bigint): bigint {
  if (element <= 1n) throw neutral()
  return element
}

function nonZero(scalar: bigint): bigint {
  if (scalar === 0n) throw neutral()
  return scalar
}

function neutral(): EmrtdFailure {
  return new EmrtdFailure('chip_response_malformed', 'neutral element')
}

function bitLength(value: bigint): number {
  return value.toString(2).length
}
