import { cipherSuites } from '../emrtd/crypto/cipher-suite.ts'
import { encryptAes } from '../emrtd/crypto/aes.ts'
import { concat, fromHex, toBigInt } from '../emrtd/crypto/bytes.ts'
import { encryptTripleDes } from '../emrtd/crypto/des.ts'
import { agreeDh, decodeDh, generateDhKeyPair, type DhGroup } from '../emrtd/crypto/dh.ts'
import { decodePoint, encodePoint, generateEcKeyPair, type Curve, type EcPoint } from '../emrtd/crypto/ec.ts'
import { modPow } from '../emrtd/crypto/mod-pow.ts'
import type { RandomSource } from '../emrtd/crypto/random.ts'
import type { Domain } from './algorithms.ts'
import type { Cipher } from './document.ts'
import { encodeDhValue } from './security-data.ts'

/** The generator both sides work on after the nonce has been mapped. */
export type MappedDomain =
  { kind: 'ECDH'; curve: Curve; generator: EcPoint } | { kind: 'DH'; group: DhGroup; generator: bigint }

export interface MappingResult {
  mapped: MappedDomain
  /** Mapping data for the terminal (object 82); empty with Integrated Mapping. */
  reply: Uint8Array
  /** The chip's private mapping key: PACE-CAM proves the static key with it. */
  mappingKey: bigint | null
}

/** Generic Mapping (Doc 9303-11 §4.4.3.3.1): G' = s·G + H, or g' = g^s · h. */
export function mapGenerically(
  domain: Domain,
  nonce: Uint8Array,
  mappingData: Uint8Array,
  random: RandomSource,
): MappingResult {
  const s = toBigInt(nonce)
  if (domain.kind === 'DH') {
    const { group } = domain
    const pair = generateDhKeyPair(group, random)
    const h = agreeDh(group, pair.privateKey, decodeDh(group, mappingData))
    const generator = (modPow(group.g, s, group.p) * h) % group.p
    return { mapped: { kind: 'DH', group, generator }, reply: encodeDhValue(group, pair.publicKey), mappingKey: null }
  }
  const { curve } = domain
  const pair = generateEcKeyPair(curve, random)
  const h = decodePoint(curve, mappingData).multiply(pair.privateKey)
  const generator = curve.Point.BASE.multiply(s % curve.n).add(h)
  const reply = encodePoint(curve, pair.publicKey)
  return { mapped: { kind: 'ECDH', curve, generator }, reply, mappingKey: pair.privateKey }
}

/** Doc 9303-11 §4.4.3.3.2: the two constants for block chains of 128 and of 256 bits. */
const constants: Record<number, readonly [Uint8Array, Uint8Array]> = {
  16: [fromHex('A668892A7C41E3CA739F40B057D85904'), fromHex('A4E136AC725F738B01C1F60217C188AD')],
  32: [
    fromHex('D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676'),
    fromHex('54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517'),
  ],
}

/** Nonce length in bytes: whole blocks, no fewer bits than the key has. */
export const nonceLength = (cipher: Cipher) => (cipherSuites[cipher].keyLength > 16 ? 32 : 16)

/** The pseudo-random number field element of §4.4.3.3.2 from the chip's nonce s and the terminal's t. */
export function pseudoRandom(cipher: Cipher, s: Uint8Array, t: Uint8Array, p: bigint): bigint {
  const encrypt = cipher === '3DES' ? encryptTripleDes : encryptAes
  const [c0, c1] = constants[s.length]!
  const blocks = Math.ceil((p.toString(2).length + 64) / (s.length * 8))
  const output: Uint8Array[] = []
  let key = encrypt(t, s).slice(0, cipherSuites[cipher].keyLength)
  for (let block = 0; block < blocks; block++) {
    output.push(encrypt(key, c1))
    key = encrypt(key, c0).slice(0, cipherSuites[cipher].keyLength)
  }
  return toBigInt(concat(...output)) % p
}

/**
 * Point encoding of a field element for p = 3 mod 4, affine (Doc 9303-11 appendix B.2). Every standardised curve but
 * P-224 qualifies, and the cofactor is 1 on all of them.
 */
export function encodeToPoint(curve: Curve, t: bigint): EcPoint {
  const { p, a, b } = curve
  const mod = (value: bigint) => ((value % p) + p) % p
  const invert = (value: bigint) => modPow(mod(value), p - 2n, p)
  const alpha = mod(-t * t)
  const x2 = mod(-b * invert(a) * (1n + invert(alpha + alpha * alpha)))
  const x3 = mod(alpha * x2)
  const h2 = mod(x2 * x2 * x2 + a * x2 + b)
  const root = modPow(h2, p - 1n - (p + 1n) / 4n, p)
  const isSquare = mod(root * root * h2) === 1n
  const affine = isSquare ? { x: x2, y: mod(root * h2) } : { x: x3, y: mod(root * t * t * t * h2) }
  return curve.Point.fromAffine(affine)
}

/** Integrated Mapping (Doc 9303-11 §4.4.3.3.2): the terminal's nonce is all that is exchanged. */
export function mapByNonces(domain: Domain, cipher: Cipher, nonce: Uint8Array, mappingData: Uint8Array): MappingResult {
  const none = { reply: new Uint8Array(0), mappingKey: null }
  if (domain.kind === 'DH') {
    const { group } = domain
    const element = pseudoRandom(cipher, nonce, mappingData, group.p)
    const generator = modPow(element, (group.p - 1n) / group.q, group.p)
    return { mapped: { kind: 'DH', group, generator }, ...none }
  }
  const { curve } = domain
  const generator = encodeToPoint(curve, pseudoRandom(cipher, nonce, mappingData, curve.p))
  return { mapped: { kind: 'ECDH', curve, generator }, ...none }
}
