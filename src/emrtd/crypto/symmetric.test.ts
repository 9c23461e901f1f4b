import { expect, test } from 'vitest'
import vectors from '../vectors/rfc4493-cmac.json' with { type: 'json' }
import { decryptAes, encryptAes } from './aes.ts'
import { fromBigInt, fromHex, toBigInt, toHex } from './bytes.ts'
import { aesCmac } from './cmac.ts'
import { adjustDesParity, decryptTripleDes, encryptTripleDes, retailMac } from './des.ts'
import { decodeDh, dhGroups, agreeDh, encodeDh, generateDhKeyPair } from './dh.ts'
import { padIso, unpadIso } from './padding.ts'
import { systemRandom } from './random.ts'
import { rsaPublicOperation } from './rsa.ts'

test.each(vectors.examples)('RFC 4493: message of $messageLength bytes', ({ message, mac }) => {
  expect(toHex(aesCmac(fromHex(vectors.key), fromHex(message))).toUpperCase()).toBe(mac)
})

test('3DES, AES and padding undo themselves; parity is odd', () => {
  const data = padIso(Uint8Array.of(1, 2, 3), 16)
  const key = adjustDesParity(systemRandom(16))
  expect(decryptTripleDes(key, encryptTripleDes(key, data))).toEqual(data)
  for (const length of [16, 24, 32]) {
    const aesKey = systemRandom(length)
    expect(decryptAes(aesKey, encryptAes(aesKey, data))).toEqual(data)
  }
  expect(unpadIso(data)).toEqual(Uint8Array.of(1, 2, 3))
  expect(() => unpadIso(new Uint8Array(8))).toThrow('chip_secure_messaging_failed')
  expect(() => unpadIso(new Uint8Array(0))).toThrow('chip_secure_messaging_failed')
  expect(toHex(adjustDesParity(fromHex('AB94FCED')))).toBe('ab94fdec')
  expect(retailMac(key, new Uint8Array(0))).toHaveLength(8)
})

test.each(Object.values(dhGroups))('RFC 5114 group: keys agree, foreign elements are refused', (group) => {
  const [a, b] = [generateDhKeyPair(group, systemRandom), generateDhKeyPair(group, systemRandom)]
  expect(agreeDh(group, a.privateKey, b.publicKey)).toBe(agreeDh(group, b.privateKey, a.publicKey))
  expect(decodeDh(group, encodeDh(group, a.publicKey))).toBe(a.publicKey)
  for (const bad of [0n, 1n, group.p - 1n])
    expect(() => decodeDh(group, encodeDh(group, bad))).toThrow('chip_data_malformed')
})

test('RSA: the public operation undoes the private one, oversized input gives null', () => {
  const [p, q] = [2n ** 127n - 1n, 2n ** 89n - 1n]
  const key = { modulus: p * q, exponent: 5n }
  const cube = fromBigInt(12345n ** 5n, 27)
  expect(rsaPublicOperation(key, fromBigInt(12345n, 27))).toEqual(cube)
  expect(rsaPublicOperation(key, fromBigInt(key.modulus, 27))).toBeNull()
  expect(rsaPublicOperation({ ...key, modulus: toBigInt(systemRandom(4096)) | 1n | (1n << 32767n) }, cube)).toBeNull()
})
