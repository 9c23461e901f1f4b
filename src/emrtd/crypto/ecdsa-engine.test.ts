import { expect, test } from 'vitest'
import { fromBigInt } from './bytes.ts'
import { curveNamed, curveNames, generateEcKeyPair } from './ec.ts'
import { signEcdsa, verifyEcdsa } from './ecdsa.ts'
import { verifyEcdsaOver } from './ecdsa-engine.ts'
import { hash, hashLengths, type HashName } from './hash.ts'
import { systemRandom } from './random.ts'

const hashes = Object.keys(hashLengths) as HashName[]
const data = fromBigInt(0x1234567890n, 8)

test.each(curveNames)('%s: the engine says what our own arithmetic says, under every hash', (name) => {
  const curve = curveNamed(name)
  const [a, b] = [generateEcKeyPair(curve, systemRandom), generateEcKeyPair(curve, systemRandom)]
  for (const hashName of hashes) {
    const digest = hash(hashName, data)
    const signature = signEcdsa(curve, a.privateKey, digest, systemRandom)
    const high = { ...signature, s: curve.n - signature.s }
    for (const [key, said] of [
      [a, signature],
      [a, high],
      [b, signature],
      [a, { ...signature, r: signature.r ^ 1n }],
      [a, { ...signature, s: 0n }],
      [a, { ...signature, r: signature.r + curve.n }],
    ] as const)
      expect(verifyEcdsaOver(curve, key.publicKey, hashName, data, said), hashName).toBe(
        verifyEcdsa(curve, key.publicKey, digest, said),
      )
    expect(verifyEcdsaOver(curve, a.publicKey, hashName, data, signature)).toBe(true)
    expect(verifyEcdsaOver(curve, b.publicKey, hashName, data, signature)).toBe(false)
  }
})
