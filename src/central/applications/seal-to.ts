import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { encryptJwe } from '../../jose/jwe.ts'
import { thumbprintOf } from '../../jose/public-key.ts'

/** JSON that only the station can read, even where a proxy terminates TLS: a compact JWE to its encryption key. */
export function sealTo(key: PublicJwk, content: object): string {
  return encryptJwe(Buffer.from(JSON.stringify(content)), key, { cty: 'json', kid: key.kid ?? thumbprintOf(key) })
}
