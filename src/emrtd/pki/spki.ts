import {
  curveNamed,
  curveNames,
  curveWithOid,
  decodePoint,
  type Curve,
  type CurveName,
  type EcPoint,
} from '../crypto/ec.ts'
import { curveTable } from '../crypto/curve-table.ts'
import { toBigInt } from '../crypto/bytes.ts'
import type { RsaPublicKey } from '../crypto/rsa.ts'
import { asn1, bitsOf, octetsOf, oidOf, readBer, sequenceOf, unsignedOf, type BerNode } from '../tlv/ber.ts'

/** A public key ready to verify with. */
export type PublicKey =
  ({ readonly kind: 'rsa' } & RsaPublicKey) | { readonly kind: 'ec'; readonly curve: Curve; readonly point: EcPoint }

type KeyReader = (parameters: BerNode | undefined, key: Uint8Array) => PublicKey | null

const keyReaders: Record<string, KeyReader> = {
  '1.2.840.113549.1.1.1': readRsaKey,
  '1.2.840.113549.1.1.7': readRsaKey,
  '1.2.840.113549.1.1.10': readRsaKey,
  '1.2.840.10045.2.1': readEcKey,
  '1.3.132.1.12': readEcKey,
}

/**
 * Public key of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7), explicit curve parameters mapped to the named curve
 * (BoringSSL knows no explicit ones). Null when the algorithm or curve is unknown here. Fails with `chip_data_malformed`.
 */
export function readPublicKey(spki: Uint8Array): PublicKey | null {
  const [algorithm, key] = sequenceOf(readBer(spki))
  const [oid, parameters] = sequenceOf(algorithm)
  return keyReaders[oidOf(oid)]?.(parameters, bitsOf(key)) ?? null
}

function readRsaKey(_parameters: BerNode | undefined, key: Uint8Array): PublicKey {
  const [modulus, exponent] = sequenceOf(readBer(key))
  return { kind: 'rsa', modulus: unsignedOf(modulus), exponent: unsignedOf(exponent) }
}

/** The declared curve first; then those of the same size, as some issuers name the wrong one. */
function readEcKey(parameters: BerNode | undefined, key: Uint8Array): PublicKey | null {
  const declared = parameters === undefined ? null : readCurve(parameters)
  if (declared === null) return null
  const others = curveNames.filter((name) => name !== declared.name && fieldBits(name) === fieldBits(declared.name))
  for (const name of [declared.name, ...others]) {
    const curve = curveNamed(name)
    const point = decodeAnyPoint(curve, key)
    if (point !== null) return { kind: 'ec', curve, point }
  }
  return null
}

const fieldBits = (name: CurveName) => curveTable[name].p.toString(2).length

function readCurve(parameters: BerNode): Curve | null {
  return parameters.tag === asn1.oid ? curveWithOid(oidOf(parameters)) : readExplicitCurve(parameters)
}

const primeFieldOid = '1.2.840.10045.1.1'

/** ECParameters of RFC 3279 §2.3.5. All of p, a, b, generator and order must be a known curve's. */
function readExplicitCurve(parameters: BerNode): Curve | null {
  const [, field, coefficients, base, order] = sequenceOf(parameters)
  const [fieldType, prime] = sequenceOf(field)
  if (oidOf(fieldType) !== primeFieldOid) return null
  const [a, b] = sequenceOf(coefficients)
  const wanted = { p: unsignedOf(prime), a: toBigInt(octetsOf(a)), b: toBigInt(octetsOf(b)), n: unsignedOf(order) }
  const generator = octetsOf(base)
  const name = curveNames.find((candidate) => {
    const curve = curveTable[candidate]
    const equal = curve.p === wanted.p && curve.a === wanted.a && curve.b === wanted.b && curve.n === wanted.n
    return equal && isGenerator(curve, generator)
  })
  return name === undefined ? null : curveNamed(name)
}

function isGenerator(curve: { gx: bigint; gy: bigint }, encoded: Uint8Array): boolean {
  const form = encoded[0]
  const length = form === 4 ? (encoded.length - 1) / 2 : encoded.length - 1
  if (!Number.isInteger(length) || toBigInt(encoded.subarray(1, 1 + length)) !== curve.gx) return false
  if (form === 4) return toBigInt(encoded.subarray(1 + length)) === curve.gy
  return form === 2 + Number(curve.gy & 1n)
}

/** Null for what is no point of the curve; uncompressed and compressed forms are read. */
function decodeAnyPoint(curve: Curve, key: Uint8Array): EcPoint | null {
  try {
    if (key[0] === 4) return decodePoint(curve, key)
    const point = curve.Point.fromBytes(key)
    point.assertValidity()
    return point
  } catch {
    // a Failure from decodePoint or a plain Error from noble: both say "no point of this curve"
    return null
  }
}
