import { expect, test } from 'vitest'
import { readAgreementKey } from './agreement-key.ts'
import { rankChipAuthentication } from './rank-chip-auth.ts'
import { concat, fromBigInt, fromHex, toHex } from '../crypto/bytes.ts'
import { dhGroups, encodeDh, generateDhKeyPair, type DhGroup } from '../crypto/dh.ts'
import { curveNamed, encodePoint, generateEcKeyPair } from '../crypto/ec.ts'
import { systemRandom } from '../crypto/random.ts'
import { parseSecurityInfos } from '../lds/security-infos.ts'
import { encodeTlv } from '../tlv/tlv.ts'
import cam from '../vectors/pace-cam-i1.json' with { type: 'json' }

const integer = (value: bigint) => {
  const bytes = fromBigInt(value, Math.ceil(value.toString(2).length / 8))
  return encodeTlv(0x02, (bytes[0] ?? 0) >= 0x80 ? concat(Uint8Array.of(0), bytes) : bytes)
}
const spki = (oid: string, parameters: Uint8Array, key: Uint8Array) =>
  encodeTlv(0x30, encodeTlv(0x30, encodeTlv(0x06, fromHex(oid)), parameters), encodeTlv(0x03, Uint8Array.of(0), key))
const pkcs3 = '2A864886F70D010301'
const x942 = '2A8648CE3E0201'

test('standardised domain parameters (I.1)', () => {
  const [key] = parseSecurityInfos(encodeTlv(0x31, fromHex(cam.chipAuthenticationPublicKeyInfo))).chipAuthenticationKeys
  const read = readAgreementKey(key?.spki ?? new Uint8Array(0))
  expect([read?.group.name, key?.keyId]).toEqual(['brainpoolP256r1', 13n])
  expect(toHex(read?.publicKey ?? new Uint8Array(0)).toUpperCase()).toBe(cam.chipAuthenticationPublicKey)
})

const group: DhGroup = dhGroups['rfc5114-2048-256']
const pair = generateDhKeyPair(group, systemRandom)

test('DH keys of PKCS #3 and X9.42, over a known group and over one of the card', () => {
  const plain = readAgreementKey(
    spki(pkcs3, encodeTlv(0x30, integer(group.p), integer(group.g)), integer(pair.publicKey)),
  )
  expect(plain?.group.name).toBe('rfc5114-2048-256')
  expect(plain?.publicKey).toEqual(encodeDh(group, pair.publicKey))
  const own = { ...group, g: (group.g * group.g) % group.p }
  const ownPair = generateDhKeyPair(own, systemRandom)
  const parameters = encodeTlv(0x30, integer(own.p), integer(own.g), integer(own.q))
  expect(readAgreementKey(spki(x942, parameters, integer(ownPair.publicKey)))?.group.name).toBe('DH 2048')
})

test('a group of the card that is too short proves no chip', () => {
  // A sound group but for its size: p of 512 bits, q of 160, g of order q.
  const p =
    0x875886c5989b9562ef5e80b1fe9345f909086c1519b89db4ae22df9802014e9f08e134e6a33255530248579c39ae0edfd60b992a5f5f6885ce5f0708e689b79bn
  const q = 0x8f0a577c6d2f64ee64a9a8a12bb2148f6995514fn
  const g =
    0x6d2bfff3257bf246681d3a731555dcd124f582d1dc156b50a1c5581da4af1dd5deab0e334d305035ad14e83be5f6332201a4279a427b2f7fb4b5bcc1212ba12bn
  const parameters = encodeTlv(0x30, integer(p), integer(g), integer(q))
  expect(readAgreementKey(spki(x942, parameters, integer((g * g) % p)))).toBeNull()
})

test('foreign groups give null, keys outside their group fail', () => {
  const unknown = encodeTlv(0x30, integer(group.p - 2n), integer(group.g))
  expect(readAgreementKey(spki(pkcs3, unknown, integer(pair.publicKey)))).toBeNull()
  expect(readAgreementKey(spki('2A0304', new Uint8Array(0), new Uint8Array(8)))).toBeNull()
  const known = encodeTlv(0x30, integer(group.p), integer(group.g))
  expect(() => readAgreementKey(spki(pkcs3, known, integer(group.p - 1n)))).toThrow('chip_data_malformed')
  expect(() => readAgreementKey(fromHex('3000'))).toThrow('chip_data_malformed')
})

/** DG14 of Doc 9303-11 §9.2: public keys with and without identifier, infos with and without. */
const curve = curveNamed('P-256')
const ecKey = encodePoint(curve, generateEcKeyPair(curve, systemRandom).publicKey)
const ecSpki = spki('2A8648CE3D0201', encodeTlv(0x06, fromHex('2A8648CE3D030107')), ecKey)
const keyInfo = (keyId?: bigint) =>
  encodeTlv(
    0x30,
    encodeTlv(0x06, fromHex('04007F00070202010' + '2')),
    ecSpki,
    ...(keyId === undefined ? [] : [integer(keyId)]),
  )
const info = (cipherArc: number, keyId?: bigint) =>
  encodeTlv(
    0x30,
    encodeTlv(0x06, fromHex('04007F000702020302'), Uint8Array.of(cipherArc)),
    integer(1n),
    ...(keyId === undefined ? [] : [integer(keyId)]),
  )
const choices = (...parts: Uint8Array[]) =>
  rankChipAuthentication(parseSecurityInfos(encodeTlv(0x31, ...parts))).map((choice) => [
    choice.info.cipher,
    choice.info.keyId,
  ])

test('Chip Authentication: keys by identifier, strongest first, 3DES where nothing is said', () => {
  expect(choices(keyInfo())).toEqual([['3DES', null]])
  expect(choices(keyInfo(7n))).toEqual([['3DES', 7n]])
  expect(choices(keyInfo(1n), keyInfo(2n), info(2, 1n), info(4, 2n))).toEqual([
    ['AES-256', 2n],
    ['AES-128', 1n],
  ])
  expect(choices(keyInfo(1n), info(4, 3n))).toEqual([])
  expect(choices(info(4))).toEqual([])
  expect(choices()).toEqual([])
})
