import { SignJWT } from 'jose'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Environment } from '../../contract/sync.ts'
import { isSignedHs256, parseJson, parseJws } from '../jose/jws.ts'

export const tokenSeconds = 600
const issuer = 'guichet-central'
const Claims = z.object({
  iss: z.literal(issuer),
  aud: z.string(),
  sub: z.uuid(),
  exp: z.number(),
  cnf: z.object({ jkt: z.string() }),
})

export type TokenGrant = { stationId: string; thumbprint: string; environment: Environment; now: Date }

/** An access token bound to the proof's key (RFC 9449 §6.1), ten minutes, readable by every instance. */
export function issueToken(secret: Uint8Array, grant: TokenGrant): Promise<string> {
  const issuedAt = Math.floor(grant.now.getTime() / 1000)
  return new SignJWT({ cnf: { jkt: grant.thumbprint } })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(grant.environment)
    .setSubject(grant.stationId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + tokenSeconds)
    .sign(secret)
}

export type TokenCheck = { environment: Environment; thumbprint: string; now: Date }

/** The station that a token was issued to. Code: token_invalid. */
export function verifyToken(secret: Uint8Array, token: string, check: TokenCheck): string {
  const jws = parseJws(token)
  if (jws === null || !isSignedHs256(jws, secret)) throw new Failure('token_invalid', 'signature or form')
  const claims = Claims.safeParse(parseJson(jws.payload))
  if (!claims.success || claims.data.aud !== check.environment) throw new Failure('token_invalid', 'claims')
  if (claims.data.exp * 1000 <= check.now.getTime()) throw new Failure('token_invalid', 'too old')
  if (claims.data.cnf.jkt !== check.thumbprint) throw new Failure('token_invalid', 'bound to another key')
  return claims.data.sub
}
