import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Environment } from '../../contract/protocol/environment.ts'
import { isSignedHs256, parseJson, parseJws, signHs256 } from '../../jose/jws.ts'

/**
 * How long a token counts. A station's may count longer than a client's: it is worth nothing without the station's key, and both its
 * state and its keys are looked at with each call.
 */
export const tokenSeconds = { station: 3_600, client: 600 } as const
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

export type TokenGrant = {
  subject: string
  audience: string
  thumbprint: string
  seconds: number
  scope?: string
  now: Date
}

/** An access token bound to the proof's key (RFC 9449 §6.1), readable by every instance. */
export function issueToken(secret: Uint8Array, grant: TokenGrant): string {
  const issuedAt = Math.floor(grant.now.getTime() / 1000)
  const claims: z.infer<typeof Claims> & { iat: number } = {
    cnf: { jkt: grant.thumbprint },
    scope: grant.scope ?? '',
    iss: issuer,
    aud: grant.audience,
    sub: grant.subject,
    iat: issuedAt,
    exp: issuedAt + grant.seconds,
  }
  return signHs256({ typ: 'at+jwt' }, claims, secret)
}

export type TokenCheck = { audience: string; thumbprint: string; now: Date }
/** `thumbprint`: of the key that it is bound to, which signed the proof. */
export type TokenHolder = { subject: string; thumbprint: string; scopes: string[] }

/** Whom a token was issued to, and what for. Code: token_invalid. */
export function verifyToken(secret: Uint8Array, token: string, check: TokenCheck): TokenHolder {
  const jws = parseJws(token)
  if (jws === null || !isSignedHs256(jws, secret)) throw new Failure('token_invalid', 'signature or form')
  const claims = Claims.safeParse(parseJson(jws.payload))
  if (!claims.success || claims.data.aud !== check.audience) throw new Failure('token_invalid', 'claims')
  if (claims.data.exp * 1000 <= check.now.getTime()) throw new Failure('token_invalid', 'too old')
  if (claims.data.cnf.jkt !== check.thumbprint) throw new Failure('token_invalid', 'bound to another key')
  return {
    subject: claims.data.sub,
    thumbprint: check.thumbprint,
    scopes: claims.data.scope.split(' ').filter(Boolean),
  }
}
