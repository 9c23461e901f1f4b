import { createECDH } from 'node:crypto'
import { fromBigInt } from './bytes.ts'
import { encodeCoordinate, encodePoint, type Curve, type CurveName, type EcPoint } from './ec.ts'

/** NIST curves as the engine calls them; Brainpool's have one name everywhere. */
const engineNames: Partial<Record<CurveName, string>> = {
  'P-192': 'prime192v1',
  'P-224': 'secp224r1',
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
}
/** Curves that the engine was found not to know: BoringSSL (Electron) has no Brainpool curve and no P-192. */
const unknown = new Set<string>()

/**
 * Shared secret of a key agreement, the x coordinate in the field's length (BSI TR-03111 §4.3): by the engine where it
 * knows the curve, several times as fast, and by our own arithmetic elsewhere. Both give the same (ecdh-engine.test.ts).
 * `publicKey` is a point of the curve, `privateKey` from 1 to the order less 1.
 */
export function agreeOver(curve: Curve, privateKey: bigint, publicKey: EcPoint): Uint8Array {
  if (!unknown.has(curve.name)) {
    try {
      const engine = createECDH(engineNames[curve.name] ?? curve.name)
      engine.setPrivateKey(fromBigInt(privateKey, curve.orderLength))
      return new Uint8Array(engine.computeSecret(encodePoint(curve, publicKey)))
    } catch {
      unknown.add(curve.name)
    }
  }
  return encodeCoordinate(curve, publicKey.multiply(privateKey).x)
}
