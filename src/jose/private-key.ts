import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { PublicJwk } from '../contract/protocol/jwk.ts'
import { thumbprintOf } from './public-key.ts'

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

/** The public half, named by its thumbprint. */
export function publicJwkOf(privateKey: KeyObject, use: 'sig' | 'enc'): PublicJwk {
  const { x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  const bare = { kty: 'EC', crv: 'P-256', x, y } as PublicJwk
  return PublicJwk.parse({ ...bare, kid: thumbprintOf(bare), use, alg: use === 'sig' ? 'ES256' : 'ECDH-ES' })
}
