import { z } from 'zod'
import type { PublicJwk } from '../contract/protocol/jwk.ts'
import { fromBase64url, toBase64url } from './base64url.ts'
import { verifyEs256 } from './es256.ts'
import { isSignedEs256, parseJson, parseJws } from './jws.ts'
import { isUsableKey, publicKeyObject, thumbprintOf } from './public-key.ts'

/** Checks ES256 signatures by the listed keys, named by their `kid` or else their thumbprint. */
export function createSignatureCheck(keys: PublicJwk[]): (kid: string, data: string, signature: string) => boolean {
  const byKid = new Map(keys.map((jwk) => [jwk.kid ?? thumbprintOf(jwk), jwk]))
  return (kid, data, signature) => {
    const jwk = byKid.get(kid)
    if (jwk === undefined) return false
    const bytes = fromBase64url(signature)
    // One signature, one text: spare bits and stray characters would let a changed file pass for the one that was written.
    if (toBase64url(bytes) !== signature) return false
    return verifyEs256(Buffer.from(data), bytes, publicKeyObject(jwk))
  }
}

const Header = z.object({ kid: z.string(), typ: z.string() })

/** The payload of an ES256 compact JWS of that type signed by one of the keys; null when it is anything else. */
export function verifyCompactJws(compact: string, keys: PublicJwk[], type: string): unknown {
  const jws = parseJws(compact)
  const header = Header.safeParse(jws?.header)
  if (jws === null || !header.success || header.data.typ !== type || jws.header.alg !== 'ES256') return null
  const [, , signature] = compact.split('.')
  try {
    const isSigned = createSignatureCheck(keys)(header.data.kid, jws.input.toString('latin1'), signature!)
    return isSigned ? (parseJson(jws.payload) ?? null) : null
  } catch {
    // No point of the curve: not a key.
    return null
  }
}

/** The one of these keys that signed a compact ES256 JWS, whatever its header says of them; null when none did. */
export function signingKeyAmong(compact: string, keys: readonly PublicJwk[]): PublicJwk | null {
  const jws = parseJws(compact)
  if (jws === null) return null
  return keys.find((jwk) => isUsableKey(jwk) && isSignedEs256(jws, publicKeyObject(jwk))) ?? null
}
