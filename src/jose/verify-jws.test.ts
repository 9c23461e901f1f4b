import { expect, test } from 'vitest'
import { makePrivateKey } from './private-key.ts'
import { signCompactJws } from './sign-jws.ts'
import { signerOf } from './signer.ts'
import { createSignatureCheck, signingKeyAmong, verifyCompactJws } from './verify-jws.ts'

const [signer, other] = [signerOf(makePrivateKey()), signerOf(makePrivateKey())]
const jws = signCompactJws(signer, { typ: 'a+jwt' }, { a: 1 })

test('the payload of a JWS of that type by one of the keys, and of nothing else', () => {
  expect(verifyCompactJws(jws, [other.publicJwk, signer.publicJwk], 'a+jwt')).toEqual({ a: 1 })
  expect(verifyCompactJws(jws, [signer.publicJwk], 'b+jwt')).toBe(null)
  expect(verifyCompactJws(jws, [other.publicJwk], 'a+jwt')).toBe(null)
  expect(verifyCompactJws(jws.slice(0, -1), [signer.publicJwk], 'a+jwt')).toBe(null)
  const [head, payload] = jws.split('.')
  const madeUp = Buffer.alloc(64, 1).toString('base64url')
  expect(verifyCompactJws(`${head}.${payload}.${madeUp}`, [signer.publicJwk], 'a+jwt')).toBe(null)
})

test('one signature is one text: neither stray characters nor spare bits pass', () => {
  expect(verifyCompactJws(`${jws}=`, [signer.publicJwk], 'a+jwt')).toBe(null)
  // 64 bytes are 86 characters, of whose last one four bits say nothing.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const spare = alphabet[alphabet.indexOf(jws.at(-1)!) + 1]!
  expect(verifyCompactJws(jws.slice(0, -1) + spare, [signer.publicJwk], 'a+jwt')).toBe(null)
  // Logs have signatures that stand in no JWS.
  const isSigned = createSignatureCheck([signer.publicJwk])
  const signature = Buffer.from(signer.sign(Buffer.from('a line'))).toString('base64url')
  const { kid } = signer
  const spared = signature.slice(0, -1) + alphabet[alphabet.indexOf(signature.at(-1)!) + 1]!
  expect(isSigned(kid, 'a line', signature)).toBe(true)
  for (const other of [`${signature}=`, `${signature.slice(0, 9)} ${signature.slice(9)}`, spared])
    expect(isSigned(kid, 'a line', other), other).toBe(false)
})

test('a key that is no point of the curve, or names itself as another, signs nothing', () => {
  const offCurve = { ...other.publicJwk, y: other.publicJwk.x, kid: signer.kid }
  expect(verifyCompactJws(jws, [offCurve], 'a+jwt')).toBe(null)
  expect(signingKeyAmong(jws, [offCurve, other.publicJwk])).toBe(null)
  expect(signingKeyAmong(jws, [offCurve, signer.publicJwk])).toBe(signer.publicJwk)
  expect(signingKeyAmong('a.b', [signer.publicJwk])).toBe(null)
})
