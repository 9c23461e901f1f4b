import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Environment } from '../../contract/sync.ts'

export const tokenSeconds = 600
const issuer = 'guichet-central'
const Claims = z.object({ sub: z.uuid(), cnf: z.object({ jkt: z.string() }) })

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
export async function verifyToken(secret: Uint8Array, token: string, check: TokenCheck): Promise<string> {
  try {
    const { payload } = await jwtVerify(token, secret, {
      algorithms: ['HS256'],
      typ: 'at+jwt',
      issuer,
      audience: check.environment,
      currentDate: check.now,
    })
    const claims = Claims.parse(payload)
    if (claims.cnf.jkt !== check.thumbprint) throw new Failure('token_invalid', 'bound to another key')
    return claims.sub
  } catch (error) {
    throw error instanceof Failure ? error : new Failure('token_invalid', 'signature, form or age', { cause: error })
  }
}
