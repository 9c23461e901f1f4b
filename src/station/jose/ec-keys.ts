import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { JsonWebKey, KeyObject } from 'node:crypto'
import { fromDer } from '../../contract/es256-signature.ts'
import { PublicJwk } from '../../contract/sync.ts'
import type { Signer } from '../keys/port.ts'

/** A fresh P-256 key. */
export function makePrivateKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

export function readPrivateKey(pkcs8: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
}

export function writePrivateKey(key: KeyObject): Uint8Array {
  return key.export({ format: 'der', type: 'pkcs8' })
}

const keyObjects = new WeakMap<PublicJwk, KeyObject>()

/** Reading a key costs as much as using it: central's is read once, not for every packet and receipt. */
export function publicKeyOf(jwk: PublicJwk): KeyObject {
  const known = keyObjects.get(jwk)
  if (known !== undefined) return known
  const key = createPublicKey({ key: { ...jwk } as JsonWebKey, format: 'jwk' })
  keyObjects.set(jwk, key)
  return key
}

/** The public half, named by its thumbprint. */
export function publicJwkOf(privateKey: KeyObject, use: 'sig' | 'enc'): PublicJwk {
  const { x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  const bare = { kty: 'EC', crv: 'P-256', x, y } as PublicJwk
  return PublicJwk.parse({ ...bare, kid: thumbprint(bare), use, alg: use === 'sig' ? 'ES256' : 'ECDH-ES' })
}

/** RFC 7638, SHA-256, base64url. */
export function thumbprint(jwk: PublicJwk): string {
  const members = JSON.stringify({ crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y })
  return createHash('sha256').update(members).digest('base64url')
}

export function signerOf(privateKey: KeyObject): Signer {
  const publicJwk = publicJwkOf(privateKey, 'sig')
  return {
    kid: publicJwk.kid!,
    publicJwk,
    sign: (data) => fromDer(sign('sha256', data, privateKey)),
  }
}
