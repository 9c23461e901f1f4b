import { verify } from 'node:crypto'
import { z } from 'zod'
import { toDer } from '../../contract/es256-signature.ts'
import type { PublicJwk } from '../../contract/sync.ts'
import { publicKeyOf, thumbprint } from './ec-keys.ts'

/** Checks ES256 signatures by the listed keys, named by their `kid` or else their thumbprint. */
export function createSignatureCheck(keys: PublicJwk[]): (kid: string, data: string, signature: string) => boolean {
  const byKid = new Map(keys.map((jwk) => [jwk.kid ?? thumbprint(jwk), jwk]))
  return (kid, data, signature) => {
    const jwk = byKid.get(kid)
    if (jwk === undefined) return false
    const bytes = Buffer.from(signature, 'base64url')
    // One signature, one text: spare bits and stray characters would let a changed file pass for the one that was written.
    if (bytes.toString('base64url') !== signature) return false
    return bytes.length === 64 && verify('sha256', Buffer.from(data), publicKeyOf(jwk), toDer(bytes))
  }
}

/** No `crit`: what we do not know we do not accept (RFC 7515 §4.1.11). */
const Header = z.object({ alg: z.literal('ES256'), kid: z.string(), typ: z.string(), crit: z.undefined().optional() })

/** The payload of an ES256 compact JWS of that type signed by one of the keys; null when it is anything else. */
export function verifyCompactJws(jws: string, keys: PublicJwk[], type: string): unknown {
  const [head, payload, signature, ...rest] = jws.split('.')
  if (head === undefined || payload === undefined || signature === undefined || rest.length > 0) return null
  try {
    const header = Header.parse(JSON.parse(Buffer.from(head, 'base64url').toString('utf8')))
    if (header.typ !== type) return null
    if (!createSignatureCheck(keys)(header.kid, `${head}.${payload}`, signature)) return null
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
  } catch {
    // Not JSON, not our header, not a key: not a signature of ours.
    return null
  }
}
