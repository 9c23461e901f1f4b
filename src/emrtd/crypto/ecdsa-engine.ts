import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { concat, fromBigInt, fromHex } from './bytes.ts'
import { encodePoint, type Curve, type EcPoint } from './ec.ts'
import { verifyEcdsa, type EcdsaSignature } from './ecdsa.ts'
import { hash, type HashName } from './hash.ts'
import { encodeTlv } from '../tlv/tlv.ts'

/** Curves that the engine was found not to know: BoringSSL (Electron) has no Brainpool curve and no P-192. */
const unknown = new Set<string>()

/** id-ecPublicKey (RFC 5480 §2.1.1), DER. */
const ecPublicKey = fromHex('06072a8648ce3d0201')

/** An object identifier of the curve table, DER: its first two arcs are one byte (X.690 §8.19). */
function encodeOid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...arcs] = dotted.split('.').map(Number)
  const bytes = [40 * first + second, ...arcs].flatMap((arc) => {
    const digits = arc.toString(2).padStart(Math.ceil(arc.toString(2).length / 7) * 7, '0')
    const groups = digits.match(/.{7}/g) ?? []
    return groups.map((group, i) => parseInt(group, 2) | (i < groups.length - 1 ? 0x80 : 0))
  })
  return encodeTlv(0x06, Uint8Array.from(bytes))
}

/** The key as the engine's own, under its curve's name; null where the engine does not know the curve. */
function engineKey(curve: Curve, point: EcPoint): KeyObject | null {
  if (unknown.has(curve.name)) return null
  const algorithm = encodeTlv(0x30, concat(ecPublicKey, encodeOid(curve.oid)))
  const bits = encodeTlv(0x03, concat(Uint8Array.of(0), encodePoint(curve, point)))
  try {
    return createPublicKey({ key: Buffer.from(encodeTlv(0x30, concat(algorithm, bits))), format: 'der', type: 'spki' })
  } catch {
    unknown.add(curve.name)
    return null
  }
}

/**
 * ECDSA verification over data: by the engine where it knows the curve, ten times as fast, and by our own arithmetic elsewhere. Both say
 * the same (ecdsa-engine.test.ts).
 */
export function verifyEcdsaOver(
  curve: Curve,
  publicKey: EcPoint,
  name: HashName,
  data: Uint8Array,
  signature: EcdsaSignature,
): boolean {
  const { r, s } = signature
  if (r < 1n || r >= curve.n || s < 1n || s >= curve.n) return false
  const key = engineKey(curve, publicKey)
  if (key === null) return verifyEcdsa(curve, publicKey, hash(name, data), signature)
  const plain = concat(fromBigInt(r, curve.orderLength), fromBigInt(s, curve.orderLength))
  return verify(name, data, { key, dsaEncoding: 'ieee-p1363' }, plain)
}
