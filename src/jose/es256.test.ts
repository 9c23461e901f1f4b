import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromDer, toDer } from './es256.ts'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const publicKey = createPublicKey(privateKey)

test('both forms name the same signature, short numbers and high bits included', () => {
  const small = fc.uint8Array({ minLength: 1, maxLength: 32 })
  const number = small.map((bytes) => Uint8Array.from([...new Uint8Array(32 - bytes.length), ...bytes]))
  fc.assert(
    fc.property(number, number, (r, s) => {
      const signature = Uint8Array.from([...r, ...s])
      expect(fromDer(toDer(signature))).toEqual(signature)
    }),
  )
})

test('node:crypto agrees with either, and refuses a changed one', () => {
  for (let round = 0; round < 200; round += 1) {
    const text = Buffer.from(`text ${round}`)
    const jose = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' })
    expect(verify('sha256', text, publicKey, toDer(jose))).toBe(true)
    const ours = fromDer(sign('sha256', text, privateKey))
    expect(verify('sha256', text, { key: publicKey, dsaEncoding: 'ieee-p1363' }, ours)).toBe(true)
    const changed = Uint8Array.from(jose, (byte, index) => (index === round % 64 ? byte ^ 1 : byte))
    expect(verify('sha256', text, publicKey, toDer(changed))).toBe(false)
  }
  for (const value of [0, 0xff])
    expect(verify('sha256', Buffer.from('x'), publicKey, toDer(new Uint8Array(64).fill(value)))).toBe(false)
})
