import { expect, test } from 'vitest'
import { agreeEc, curveNamed, curveNames, encodeCoordinate, generateEcKeyPair } from './ec.ts'
import { agreeOver } from './ecdh-engine.ts'
import { systemRandom } from './random.ts'

test.each(curveNames)('%s: the engine agrees on what our own arithmetic does, on any generator', (name) => {
  const curve = curveNamed(name)
  const mapped = generateEcKeyPair(curve, systemRandom).publicKey
  for (const generator of [curve.Point.BASE, mapped]) {
    const [a, b] = [0, 1].map(() => generateEcKeyPair(curve, systemRandom, generator))
    if (!a || !b) throw new Error('no keys')
    const secret = encodeCoordinate(curve, agreeEc(a.privateKey, b.publicKey).x)
    expect(agreeOver(curve, a.privateKey, b.publicKey)).toEqual(secret)
    expect(agreeOver(curve, b.privateKey, a.publicKey)).toEqual(secret)
  }
  for (const edge of [1n, curve.n - 1n]) {
    expect(agreeOver(curve, edge, mapped)).toEqual(encodeCoordinate(curve, mapped.x))
  }
})
