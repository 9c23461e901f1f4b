import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import { signingKeyAmong } from '../../jose/verify-jws.ts'

/** What a private_key_jwt says (RFC 7523 §3), before its signature is judged. */
const Assertion = z.object({
  iss: z.string().min(1).max(64),
  sub: z.string().min(1).max(64),
  aud: z.union([z.string(), z.array(z.string())]),
  jti: z.string().min(1).max(256),
  iat: z.number().optional(),
  exp: z.number(),
})
export type Assertion = z.infer<typeof Assertion>

/** The claims of a compact JWT, unverified. Code: token_invalid. */
export function readAssertion(jwt: string): Assertion {
  try {
    return Assertion.parse(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')))
  } catch (error) {
    throw new Failure('token_invalid', 'assertion form', { cause: error })
  }
}

/** Thumbprint of the key that signed, of those that may; null when none did. */
export function signerAmong(jws: string, keys: readonly PublicJwk[]): string | null {
  const jwk = signingKeyAmong(jws, keys)
  return jwk === null ? null : thumbprintOf(jwk)
}
