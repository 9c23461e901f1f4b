import { calculateJwkThumbprint, importJWK, type CryptoKey, type JWK } from 'jose'
import type { PublicJwk } from '../../contract/sync.ts'

/** Only the four members that make the key: whatever else came with it is the sender's own business. */
export function bareJwk({ kty, crv, x, y }: PublicJwk): JWK {
  return { kty, crv, x, y }
}

/** RFC 7638 thumbprint. */
export function thumbprintOf(jwk: PublicJwk): Promise<string> {
  return calculateJwkThumbprint(bareJwk(jwk))
}

export async function importPublicKey(jwk: PublicJwk, algorithm: 'ES256' | 'ECDH-ES'): Promise<CryptoKey> {
  return (await importJWK(bareJwk(jwk), algorithm)) as CryptoKey
}
