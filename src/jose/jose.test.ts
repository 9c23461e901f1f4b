import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { CompactEncrypt, CompactSign, compactVerify, importJWK, jwtVerify, SignJWT, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { PublicJwk } from '../contract/protocol/jwk.ts'
import { isUsableKey, publicKeyObject, thumbprintOf } from './public-key.ts'
import { agreementOf, openJwe, parseJwe } from './jwe.ts'
import { isSignedEs256, isSignedHs256, parseJws, signHs256 } from './jws.ts'
import { signCompactJws } from './sign-jws.ts'
import { signEs256 } from './es256.ts'

function makeKey() {
  const privateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const jwk = PublicJwk.parse(privateKey.export({ format: 'jwk' }))
  return { privateKey, jwk, publicKey: publicKeyObject(jwk) }
}
const text = new TextEncoder().encode('{"é":1}')
const reencode = (part: string, change: object) =>
  Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(part, 'base64url').toString()), ...change })).toString(
    'base64url',
  )

describe('JWS', () => {
  test('jose’s signatures are read, and jose reads ours', async () => {
    const { privateKey, publicKey, jwk } = makeKey()
    const theirs = await new CompactSign(text).setProtectedHeader({ alg: 'ES256' }).sign(privateKey)
    expect(isSignedEs256(parseJws(theirs)!, publicKey)).toBe(true)
    const ours = signCompactJws({ kid: 'k', sign: (data) => signEs256(data, privateKey) }, { typ: 't' }, { a: 1 })
    const read = await compactVerify(ours, await importJWK({ ...jwk } as JWK, 'ES256'))
    expect([read.protectedHeader, new TextDecoder().decode(read.payload)]).toEqual([
      { alg: 'ES256', kid: 'k', typ: 't' },
      '{"a":1}',
    ])
    const secret = randomBytes(32)
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'HS256' }).sign(secret)
    const { payload } = await jwtVerify(signHs256({ typ: 'at+jwt' }, { sub: 's' }, secret), secret)
    expect(payload).toEqual({ sub: 's' })
    expect([isSignedHs256(parseJws(token)!, secret), isSignedHs256(parseJws(token)!, randomBytes(32))]).toEqual([
      true,
      false,
    ])
  })

  test('another key, algorithm, text or form is refused', () => {
    const { privateKey, publicKey } = makeKey()
    const ours = signCompactJws({ kid: 'k', sign: (data) => signEs256(data, privateKey) }, { typ: 't' }, { a: 1 })
    const [head, body, mac] = ours.split('.') as [string, string, string]
    const signed = (jws: string) => isSignedEs256(parseJws(jws)!, publicKey)
    expect(signed(ours)).toBe(true)
    expect(isSignedEs256(parseJws(`${head}.${body}.${mac}`)!, makeKey().publicKey)).toBe(false)
    expect(signed(`${reencode(head, { alg: 'none' })}.${body}.`)).toBe(false)
    expect(signed(`${reencode(head, { alg: 'HS256' })}.${body}.${mac}`)).toBe(false)
    expect(signed(`${head}.${reencode(body, { a: 2 })}.${mac}`)).toBe(false)
    // 84 characters are 63 whole bytes: the text is in order, the signature is short.
    expect(signed(`${head}.${body}.${mac.slice(0, -2)}`)).toBe(false)
    expect(parseJws(`${head}.${body}.${mac.slice(0, -1)}`), 'bits are left over').toBeNull()
    expect(parseJws(`${reencode(head, { crit: ['b64'] })}.${body}.${mac}`)).toBeNull()
    for (const broken of ['', '.', '..', 'a.b', `${head}.${body}`, `${head}.${body}.${mac}.x`, `!.${body}.${mac}`]) {
      expect(parseJws(broken)).toBeNull()
    }
  })
})

describe('JWE', () => {
  const encrypt = async (jwk: PublicJwk, more: { apu?: Uint8Array; apv?: Uint8Array } = {}) =>
    new CompactEncrypt(text)
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'k' })
      .setKeyManagementParameters(more)
      .encrypt(await importJWK({ ...jwk } as JWK, 'ECDH-ES'))

  test('what jose encrypts is opened, party information included', async () => {
    const { privateKey, jwk } = makeKey()
    for (const more of [{}, { apu: randomBytes(16), apv: randomBytes(3) }]) {
      expect(new Uint8Array(openJwe(parseJwe(await encrypt(jwk, more))!, agreementOf(privateKey)))).toEqual(text)
    }
  })

  test('every changed part is refused', async () => {
    const { privateKey, jwk } = makeKey()
    const parts = (await encrypt(jwk)).split('.')
    const changed = (at: number, part: string) => parts.map((one, i) => (i === at ? part : one)).join('.')
    const flip = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
    for (const at of [2, 3, 4]) {
      expect(() => openJwe(parseJwe(changed(at, flip(parts[at]!)))!, agreementOf(privateKey))).toThrow()
    }
    expect(() =>
      openJwe(parseJwe(changed(0, reencode(parts[0]!, { kid: 'other' })))!, agreementOf(privateKey)),
    ).toThrow()
    expect(() => openJwe(parseJwe(parts.join('.'))!, agreementOf(makeKey().privateKey))).toThrow()
    const outside = { ...jwk, x: 'A'.repeat(43) }
    expect(() =>
      openJwe(parseJwe(changed(0, reencode(parts[0]!, { epk: outside })))!, agreementOf(privateKey)),
    ).toThrow()
  })

  test('other algorithms, extensions and shapes are not even tried', async () => {
    const parts = (await encrypt(makeKey().jwk)).split('.')
    const changed = (at: number, part: string) => parts.map((one, i) => (i === at ? part : one)).join('.')
    for (const change of [
      { alg: 'dir' },
      { enc: 'A128GCM' },
      { zip: 'DEF' },
      { crit: ['x'] },
      { epk: null },
      { kid: 1 },
    ]) {
      expect(parseJwe(changed(0, reencode(parts[0]!, change)))).toBeNull()
    }
    for (const broken of ['', '....', changed(1, 'AAAA'), changed(2, 'AA'), changed(4, 'AA'), `${parts.join('.')}.x`]) {
      expect(parseJwe(broken)).toBeNull()
    }
  })
})

test('keys: the thumbprint of RFC 7638; a point off the curve is no key', () => {
  const { jwk } = makeKey()
  expect(thumbprintOf({ ...jwk, kid: 'x' })).toMatch(/^[\w-]{43}$/)
  expect(thumbprintOf({ ...jwk, kid: 'x' })).toBe(thumbprintOf(jwk))
  expect([isUsableKey(jwk), isUsableKey({ ...jwk, y: jwk.x })]).toEqual([true, false])
  expect(() => createPrivateKey({ key: { ...jwk }, format: 'jwk' })).toThrow()
})
