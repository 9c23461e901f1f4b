import { compactVerify } from 'jose'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { TokenAnswer, type PublicJwk } from '../../contract/sync.ts'
import { issueToken, tokenSeconds } from '../auth/access-token.ts'
import { hashOf, useOnce, type Proof } from '../auth/proof.ts'
import type { Central } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { importPublicKey, thumbprintOf } from '../keys/public-key.ts'
import { findStation, stationKeys, type Station } from './station.ts'

const TokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().max(4096),
})
type TokenRequest = z.infer<typeof TokenRequest>

const Assertion = z.object({
  iss: z.uuid(),
  sub: z.uuid(),
  aud: z.union([z.string(), z.array(z.string())]),
  jti: z.string().min(1).max(256),
  iat: z.number().optional(),
  exp: z.number(),
})
type Assertion = z.infer<typeof Assertion>

const maxAgeSeconds = 300

/** POST /v1/token: client_credentials with private_key_jwt (RFC 7523 §2.2) and DPoP (RFC 9449 §5). */
export const tokenRoute = defineRoute<'proof', null, null, TokenRequest>('proof', {
  method: 'POST',
  path: '/v1/token',
  summary: 'A token of ten minutes for a registered station',
  once: true,
  bodyType: 'form',
  body: TokenRequest,
  answers: { 200: { description: 'Token', schema: TokenAnswer } },
  failures: ['station_not_registered', 'token_invalid', 'proof_invalid', 'nonce_required'],
  async handle({ caller, body, origin }, central) {
    const station = await authenticate(central, body.client_assertion, caller, origin)
    const grant = { stationId: station.station_id, thumbprint: caller.thumbprint, environment: central.environment }
    const access_token = await issueToken(central.keys().tokenSecret, { ...grant, now: central.now() })
    return { status: 200, body: { access_token, token_type: 'DPoP', expires_in: tokenSeconds } }
  },
})

async function authenticate(central: Central, jwt: string, proof: Proof, origin: string): Promise<Station> {
  const claims = readClaims(jwt)
  const station = await findStation(central.db, claims.sub)
  if (station === null) throw new Failure('station_not_registered')
  const now = central.now()
  const signedBy = await signerAmong(jwt, stationKeys(station, now))
  if (signedBy === null) throw new Failure('token_invalid', 'assertion signature')
  const audiences = [claims.aud].flat()
  const forUs = claims.iss === claims.sub && audiences.some((aud) => aud === origin || aud === `${origin}/v1/token`)
  if (!forUs) throw new Failure('token_invalid', 'assertion issuer or audience')
  // The proof's nonce shows that the same key is in use now; only another key's assertion is dated by the station's clock.
  if (signedBy !== proof.thumbprint && !isRecent(claims, now)) throw new Failure('token_invalid', 'assertion too old')
  await useOnce(central.db, hashOf(`assertion ${claims.sub} ${claims.jti}`, 'hex'), now)
  return station
}

function readClaims(jwt: string): Assertion {
  try {
    return Assertion.parse(JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')))
  } catch (error) {
    throw new Failure('token_invalid', 'assertion form', { cause: error })
  }
}

async function signerAmong(jws: string, keys: readonly PublicJwk[]): Promise<string | null> {
  for (const jwk of keys) {
    const valid = await compactVerify(jws, await importPublicKey(jwk, 'ES256'), { algorithms: ['ES256'] }).catch(
      () => null,
    )
    if (valid !== null) return thumbprintOf(jwk)
  }
  return null
}

function isRecent({ iat, exp }: Assertion, now: Date): boolean {
  const seconds = now.getTime() / 1000
  return exp > seconds - 60 && Math.abs((iat ?? exp) - seconds) <= maxAgeSeconds
}
