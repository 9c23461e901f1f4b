import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Environment } from '../../contract/sync.ts'
import { isSignedHs256, parseJson, parseJws, signHs256 } from '../../jose/jws.ts'

export const tokenSeconds = 600
const issuer = 'guichet-central'
const Claims = z.object({
  iss: z.literal(issuer),
  aud: z.string(),
  sub: z.string(),
  exp: z.number(),
  scope: z.string().default(''),
  cnf: z.object({ jkt: z.string() }),
})

/** A token of one kind of caller is nothing to the other. */
export const audienceOfStations = (environment: Environment): string => environment
export const audienceOfClients = (environment: Environment): string => `${environment}/api`

export type TokenGrant = { subject: string; audience: string; thumbprint: string; scope?: string; now: Date }

/** An access token bound to the proof's key (RFC 9449 §6.1), ten minutes, readable by every instance. */
export function issueToken(secret: Uint8Array, grant: TokenGrant): string {
  const issuedAt = Math.floor(grant.now.getTime() / 1000)
  const claims: z.infer<typeof Claims> & { iat: number } = {
    cnf: { jkt: grant.thumbprint },
    scope: grant.scope ?? '',
    iss: issuer,
    aud: grant.audience,
    sub: grant.subject,
    iat: issuedAt,
    exp: issuedAt + tokenSeconds,
  }
  return signHs256({ typ: 'at+jwt' }, claims, secret)
}

export type TokenCheck = { audience: string; thumbprint: string; now: Date }
export type TokenHolder = { subject: string; scopes: string[] }

/** Whom a token was issued to, and what for. Code: token_invalid. */
export function verifyToken(secret: Uint8Array, token: string, check: TokenCheck): TokenHolder {
  const jws = parseJws(token)
  if (jws === null || !isSignedHs256(jws, secret)) throw new Failure('token_invalid', 'signature or form')
  const claims = Claims.safeParse(parseJson(jws.payload))
  if (!claims.success || claims.data.aud !== check.audience) throw new Failure('token_invalid', 'claims')
  if (claims.data.exp * 1000 <= check.now.getTime()) throw new Failure('token_invalid', 'too old')
  if (claims.data.cnf.jkt !== check.thumbprint) throw new Failure('token_invalid', 'bound to another key')
  return { subject: claims.data.sub, scopes: claims.data.scope.split(' ').filter(Boolean) }
}
