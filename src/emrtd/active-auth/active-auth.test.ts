import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifyActiveAuthentication } from './active-auth.ts'
import { modPow } from '../crypto/mod-pow.ts'
import { fromBigInt, fromHex, toBigInt } from '../crypto/bytes.ts'
import { recoverIso9796 } from './iso-9796-2.ts'
import { curveNamed, encodePoint, generateEcKeyPair, type CurveName } from '../crypto/ec.ts'
import { signEcdsa } from '../crypto/ecdsa.ts'
import type { HashName } from '../crypto/hash.ts'
import { systemRandom } from '../crypto/random.ts'
import { mgf1 } from '../pki/mgf1.ts'
import { bits, der, integer, nothing, oid, sequence, setOf } from '../../virtual-card/testing/pki/der.ts'

const challenge = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
const digest = (name: string, ...parts: Uint8Array[]) =>
  new Uint8Array(createHash(name).update(Buffer.concat(parts)).digest())

interface RsaPair {
  readonly n: bigint
  readonly d: bigint
  readonly dg15: Uint8Array
}

function makeRsaPair(modulusLength: number): RsaPair {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength })
  const jwk = privateKey.export({ format: 'jwk' })
  const number = (text: string | undefined) => toBigInt(Buffer.from(text ?? '', 'base64url'))
  const [n, e, d] = [number(jwk.n), number(jwk.e), number(jwk.d)]
  const spki = sequence(sequence(oid('1.2.840.113549.1.1.1'), nothing), bits(sequence(integer(n), integer(e))))
  return { n, d, dg15: der(0x6f, spki) }
}

const trailers: Record<string, number[]> = {
  ripemd160: [0x31, 0xcc],
  sha1: [0xbc],
  sha224: [0x38, 0xcc],
  sha256: [0x34, 0xcc],
  sha384: [0x36, 0xcc],
  sha512: [0x35, 0xcc],
}

/** ISO/IEC 9796-2 scheme 1 with partial recovery, as Doc 9303-11 §6.1.2 has chips do it. */
function signScheme1({ n, d }: RsaPair, name: string, over: Uint8Array, trailer = trailers[name] ?? []): Uint8Array {
  const length = Math.ceil(n.toString(2).length / 8)
  const hashLength = digest(name).length
  const message = systemRandom(length - hashLength - trailer.length - 1)
  const block = Buffer.concat([Uint8Array.of(0x6a), message, digest(name, message, over), Uint8Array.from(trailer)])
  return fromBigInt(modPow(toBigInt(block), d, n), length)
}

/** ISO/IEC 9796-2 scheme 2 (with salt) and 3 (without). */
function signScheme2({ n, d }: RsaPair, name: HashName, saltLength: number): Uint8Array {
  const bitsOfBlock = n.toString(2).length - 1
  const length = Math.ceil(bitsOfBlock / 8)
  const trailer = Uint8Array.from(trailers[name] ?? [])
  const hashLength = digest(name).length
  const message = systemRandom(20)
  const salt = systemRandom(saltLength)
  const hashed = digest(name, fromBigInt(BigInt(8 * message.length), 8), message, digest(name, challenge), salt)
  const data = new Uint8Array(length - hashLength - trailer.length)
  data.set(salt, data.length - saltLength)
  data.set(message, data.length - saltLength - message.length)
  data[data.length - saltLength - message.length - 1] = 1
  const mask = mgf1(name, hashed, data.length)
  const masked = data.map((byte, i) => byte ^ (mask[i] ?? 0))
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * length - bitsOfBlock))
  const block = Buffer.concat([masked, hashed, trailer])
  return fromBigInt(modPow(toBigInt(block), d, n), Math.ceil(n.toString(2).length / 8))
}

const rsa1024 = makeRsaPair(1024)
const rsa2048 = makeRsaPair(2048)

const check = (dg15: Uint8Array, response: Uint8Array, dg14: Uint8Array | null = null) => {
  const { verdict, reason } = verifyActiveAuthentication({ dg15, dg14, challenge, response })
  return reason ?? verdict
}

describe('active authentication with RSA', () => {
  it.each(Object.keys(trailers))('takes scheme 1 with %s', (name) => {
    expect(check(rsa2048.dg15, signScheme1(rsa2048, name, challenge))).toBe('passed')
  })

  it('takes the short trailer with another hash, and the smaller representative', () => {
    expect(check(rsa1024.dg15, signScheme1(rsa1024, 'sha256', challenge, [0xbc]))).toBe('passed')
    const { n } = rsa1024
    const other = fromBigInt(n - toBigInt(signScheme1(rsa1024, 'sha1', challenge)), 128)
    expect(check(rsa1024.dg15, other)).toBe('passed')
  })

  it.each([
    ['sha256', [0x99, 0xcc]],
    ['sha1', [0x34, 0xcc]],
    ['sha512', [0x00, 0xcc]],
    ['ripemd160', [0xbc]],
  ])('takes %s under a trailer that names another hash or none: %j', (name, trailer) => {
    expect(check(rsa2048.dg15, signScheme1(rsa2048, name, challenge, trailer))).toBe('passed')
  })

  it('never takes a key that can be factored', () => {
    const short = makeRsaPair(768)
    expect(check(short.dg15, signScheme1(short, 'sha256', challenge))).toBe('signature_too_weak')
    expect(check(rsa1024.dg15, signScheme1(rsa1024, 'sha256', challenge))).toBe('passed')
  })

  it('takes long keys', () => {
    const long = makeRsaPair(3072)
    expect(check(long.dg15, signScheme1(long, 'sha512', challenge))).toBe('passed')
  })

  it.each([
    ['sha1', 20],
    ['sha256', 32],
    ['sha256', 0],
  ] as const)('takes schemes 2 and 3 with %s and a salt of %d', (name, saltLength) => {
    expect(check(rsa2048.dg15, signScheme2(rsa2048, name, saltLength))).toBe('passed')
  })

  it('fails a signature over another challenge, a replayed or changed one, and noise', () => {
    expect(check(rsa2048.dg15, signScheme1(rsa2048, 'sha1', challenge.toReversed()))).toBe('aa_signature_wrong')
    const changed = signScheme1(rsa2048, 'sha256', challenge)
    changed[100] = (changed[100] ?? 0) ^ 1
    expect(check(rsa2048.dg15, changed)).toBe('aa_signature_wrong')
    expect(check(rsa2048.dg15, signScheme1(rsa1024, 'sha1', challenge))).toBe('aa_signature_wrong')
    for (const noise of [new Uint8Array(), new Uint8Array(256), new Uint8Array(256).fill(0xff), new Uint8Array(5000)]) {
      expect(check(rsa2048.dg15, noise)).toBe('aa_signature_wrong')
    }
  })
})

/** Doc 9303-11 appendix F; it prints no public key, so the representative is checked, not the RSA step. */
it('recovers the worked example of Doc 9303-11 appendix F', () => {
  const representative = fromHex(
    `6A9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A
     1406B3B4D8F96784D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E7292E2DCDA3024B47DA8C063AA1E6D22FBD976
     AB0FE73D94D2D9C6D88127BC`,
  )
  const recovered = (over: string) => recoverIso9796(representative, (1n << 1024n) - 1n, fromHex(over))
  expect(recovered('F173589974BF40C6')).toBe('ISO 9796-2 scheme 1 sha1')
  expect(recovered('F173589974BF40C7')).toBe(null)
})

describe('active authentication with ECDSA', () => {
  const announce = (arc: number) =>
    der(0x6e, setOf(sequence(oid('2.23.136.1.1.5'), integer(1), oid(`0.4.0.127.0.7.1.1.4.1.${arc}`))))

  function makeEcPair(name: CurveName) {
    const curve = curveNamed(name)
    const { privateKey, publicKey } = generateEcKeyPair(curve, systemRandom)
    const spki = sequence(sequence(oid('1.2.840.10045.2.1'), oid(curve.oid)), bits(encodePoint(curve, publicKey)))
    const sign = (hash: string, form: 'plain' | 'der') => {
      const { r, s } = signEcdsa(curve, privateKey, digest(hash, challenge), systemRandom)
      if (form === 'der') return sequence(integer(r), integer(s))
      return Uint8Array.of(...fromBigInt(r, curve.orderLength), ...fromBigInt(s, curve.orderLength))
    }
    return { dg15: der(0x6f, spki), sign }
  }

  it.each(['P-256', 'brainpoolP256r1', 'P-384', 'P-521'] as const)('takes plain and DER on %s', (curve) => {
    const { dg15, sign } = makeEcPair(curve)
    expect(check(dg15, sign('sha256', 'plain'), announce(3))).toBe('passed')
    expect(check(dg15, sign('sha256', 'der'), announce(3))).toBe('passed')
  })

  it('takes a hash that is not the size of the curve, announced or not', () => {
    const { dg15, sign } = makeEcPair('P-256')
    expect(check(dg15, sign('sha512', 'plain'), announce(5))).toBe('passed')
    expect(check(dg15, sign('sha1', 'plain'))).toBe('passed')
    expect(check(dg15, sign('sha384', 'der'), announce(3))).toBe('passed')
    expect(check(dg15, sign('sha256', 'der'), Uint8Array.of(0x6e, 0x05, 1))).toBe('passed')
  })

  it('fails the signature of another key and noise', () => {
    const { dg15 } = makeEcPair('P-256')
    expect(check(dg15, makeEcPair('P-256').sign('sha256', 'plain'))).toBe('aa_signature_wrong')
    expect(check(dg15, new Uint8Array(64))).toBe('aa_signature_wrong')
    expect(check(dg15, Uint8Array.of(0x30, 0x80, 0))).toBe('aa_signature_wrong')
  })
})

it('tells a key of an unknown kind from a broken one', () => {
  const unknown = der(0x6f, sequence(sequence(oid('1.2.3.4'), nothing), bits(Uint8Array.of(1))))
  const signature = { verdict: 'not_possible', reason: 'aa_algorithm_unknown' }
  expect(verifyActiveAuthentication({ dg15: unknown, dg14: null, challenge, response: challenge })).toMatchObject(
    signature,
  )
  expect(check(Uint8Array.of(0x6f, 0x01), challenge)).toBe('aa_key_malformed')
})
