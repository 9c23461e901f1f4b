import { CompactEncrypt, calculateJwkThumbprint, compactDecrypt, compactVerify, generalVerify, importJWK } from 'jose'
import { createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import type { JsonWebKey } from 'node:crypto'
import type { PublicJwk } from '../contract/protocol/jwk.ts'
import { makePrivateKey, publicJwkOf, readPrivateKey, writePrivateKey } from './private-key.ts'
import { signerOf } from './signer.ts'
import { thumbprintOf } from './public-key.ts'
import { encryptJwe } from './jwe.ts'
import { signCompactJws, signGeneralJws } from './sign-jws.ts'

const importKey = (jwk: PublicJwk, alg: string) => importJWK({ ...jwk } as JsonWebKey, alg)

test('jose opens what the station encrypts, of any length', async () => {
  const key = makePrivateKey()
  for (const length of [0, 1, 31, 5_000, 200_000]) {
    const plain = new Uint8Array(length).fill(0x41)
    const jwe = encryptJwe(plain, publicJwkOf(key, 'enc'), { cty: 'JOSE+JSON', kid: 'k1' })
    const opened = await compactDecrypt(jwe, key)
    expect(opened.protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: 'A256GCM', cty: 'JOSE+JSON', kid: 'k1' })
    expect(Buffer.from(opened.plaintext).equals(Buffer.from(plain))).toBe(true)
  }
})

test('a changed byte of the JWE is noticed, and another key does not open it', async () => {
  const key = makePrivateKey()
  const jwe = encryptJwe(Buffer.from('{}'), publicJwkOf(key, 'enc'), { cty: 'JOSE+JSON', kid: 'k1' })
  const parts = jwe.split('.')
  parts[3] = (parts[3]![0] === 'A' ? 'B' : 'A') + parts[3]!.slice(1)
  await expect(compactDecrypt(parts.join('.'), key)).rejects.toThrow()
  await expect(compactDecrypt(jwe, makePrivateKey())).rejects.toThrow()
})

test('jose encrypts what the same key opens (the header jose writes is the one we write)', async () => {
  const key = makePrivateKey()
  const theirs = await new CompactEncrypt(Buffer.from('x'))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', kid: 'k1', cty: 'JOSE+JSON' })
    .encrypt(createPublicKey(key))
  const ours = encryptJwe(Buffer.from('x'), publicJwkOf(key, 'enc'), { cty: 'JOSE+JSON', kid: 'k1' })
  const names = (jwe: string) => Object.keys(JSON.parse(Buffer.from(jwe.split('.')[0]!, 'base64url').toString())).sort()
  expect(names(ours)).toEqual(names(theirs))
})

test('jose verifies compact and general signatures of the station', async () => {
  const [operator, station] = [signerOf(makePrivateKey()), signerOf(makePrivateKey())]
  const compact = signCompactJws(operator, { typ: 'x+jwt' }, { a: 1 })
  const verified = await compactVerify(compact, await importKey(operator.publicJwk, 'ES256'))
  expect(verified.protectedHeader).toEqual({ alg: 'ES256', kid: operator.kid, typ: 'x+jwt' })
  await expect(compactVerify(compact, await importKey(station.publicJwk, 'ES256'))).rejects.toThrow()

  const general = signGeneralJws({ a: 1 }, [
    { signer: operator, header: { role: 'operator' } },
    { signer: station, header: { role: 'station' } },
  ])
  for (const signer of [operator, station]) {
    const { payload } = await generalVerify(general, await importKey(signer.publicJwk, 'ES256'))
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ a: 1 })
  }
})

test('thumbprints are those of RFC 7638', async () => {
  const jwk = publicJwkOf(makePrivateKey(), 'sig')
  expect(thumbprintOf(jwk)).toBe(await calculateJwkThumbprint({ ...jwk } as JsonWebKey))
})

test('a key survives being written and read', () => {
  const key = makePrivateKey()
  expect(signerOf(readPrivateKey(writePrivateKey(key))).kid).toBe(signerOf(key).kid)
})
