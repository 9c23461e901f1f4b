import { createPublicKey, type KeyObject } from 'node:crypto'
import type { PublicJwk } from '../contract/protocol/jwk.ts'
import { fromBase64url } from './base64url.ts'
import { sha256Base64url } from './digest.ts'

const maxCached = 10_000
const cached = new Map<string, KeyObject>()

/** RFC 7638 thumbprint: SHA-256 over the required members in lexical order. */
export function thumbprintOf({ kty, crv, x, y }: PublicJwk): string {
  return sha256Base64url(JSON.stringify({ crv, kty, x, y }))
}

/**
 * The key for node:crypto, which refuses points that are not on the curve. Reading a key costs as much as using it: keys of
 * stations, operators and central come again and are kept; `once` is for keys made for one message.
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
  const der = Buffer.concat([beforePoint, fromBase64url(x), fromBase64url(y)])
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
