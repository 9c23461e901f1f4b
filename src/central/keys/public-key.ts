import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { importJWK, type CryptoKey, type JWK } from 'jose'
import type { PublicJwk } from '../../contract/sync.ts'

const maxCached = 10_000
const cached = new Map<string, KeyObject>()

/** Only the four members that make the key: whatever else came with it is the sender's own business. */
export function bareJwk({ kty, crv, x, y }: PublicJwk): JWK {
  return { kty, crv, x, y }
}

/** RFC 7638 thumbprint: SHA-256 over the required members in lexical order. */
export function thumbprintOf({ kty, crv, x, y }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}

/**
 * The key for node:crypto, which refuses points that are not on the curve. Keys of stations and operators come again and
 * are kept; `once` is for keys made for one message.
 */
export function publicKeyObject(jwk: PublicJwk, use: 'again' | 'once' = 'again'): KeyObject {
  const name = `${jwk.x}.${jwk.y}`
  const known = cached.get(name)
  if (known !== undefined) return known
  const key = createPublicKey(pemOf(jwk))
  if (use === 'once') return key
  if (cached.size >= maxCached) cached.clear()
  cached.set(name, key)
  return key
}

/** SubjectPublicKeyInfo of P-256 (RFC 5480) up to the point: node:crypto reads a PEM in half the time of a JWK. */
const beforePoint = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex')

function pemOf({ x, y }: PublicJwk): string {
  const der = Buffer.concat([beforePoint, Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return `-----BEGIN PUBLIC KEY-----\n${der.toString('base64')}\n-----END PUBLIC KEY-----`
}

/** Whether it is a point of P-256 at all: the schema knows only its length. */
export function isUsableKey(jwk: PublicJwk): boolean {
  try {
    publicKeyObject(jwk, 'once')
    return true
  } catch {
    return false
  }
}

export async function importPublicKey(jwk: PublicJwk, algorithm: 'ES256' | 'ECDH-ES'): Promise<CryptoKey> {
  return (await importJWK(bareJwk(jwk), algorithm)) as CryptoKey
}
