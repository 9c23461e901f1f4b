import { expect, test } from 'vitest'
import { fromBigInt, toHex } from './bytes.ts'
import {
  agreeEc,
  curveNamed,
  curveNames,
  curveWithOid,
  curveWithParameters,
  decodePoint,
  encodePoint,
  generateEcKeyPair,
} from './ec.ts'
import { signEcdsa, verifyEcdsa } from './ecdsa.ts'
import { hash } from './hash.ts'
import { systemRandom } from './random.ts'

test.each(curveNames)('%s: keys agree, signatures verify, changed ones do not', (name) => {
  const curve = curveNamed(name)
  const [a, b] = [generateEcKeyPair(curve, systemRandom), generateEcKeyPair(curve, systemRandom)]
  const shared = agreeEc(a.privateKey, b.publicKey)
  expect(encodePoint(curve, agreeEc(b.privateKey, a.publicKey))).toEqual(encodePoint(curve, shared))
  const digest = hash('sha512', fromBigInt(7n, 1))
  const signature = signEcdsa(curve, a.privateKey, digest, systemRandom)
  expect(verifyEcdsa(curve, a.publicKey, digest, signature)).toBe(true)
  expect(verifyEcdsa(curve, b.publicKey, digest, signature)).toBe(false)
  expect(verifyEcdsa(curve, a.publicKey, digest, { ...signature, s: signature.s - 1n })).toBe(false)
})

test.each(curveNames)('%s: found by identifier and by parameters, off-curve points refused', (name) => {
  const curve = curveNamed(name)
  expect(curveWithOid(curve.oid)).toBe(curve)
  expect(curveWithParameters(curve)).toBe(curve)
  expect(curveWithParameters({ ...curve, b: curve.b + 1n })).toBeNull()
  const encoded = encodePoint(curve, curve.Point.BASE)
  expect(toHex(encodePoint(curve, decodePoint(curve, encoded)))).toBe(toHex(encoded))
  encoded[encoded.length - 1] = (encoded[encoded.length - 1] ?? 0) ^ 1
  expect(() => decodePoint(curve, encoded)).toThrow('chip_data_malformed')
  expect(() => decodePoint(curve, Uint8Array.of(0))).toThrow('chip_data_malformed')
})
