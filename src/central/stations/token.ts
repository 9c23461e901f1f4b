import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { TokenAnswer } from '../../contract/protocol/station.ts'
import { audienceOfStations, issueToken, tokenSeconds } from '../auth/access-token.ts'
import { readAssertion, signerAmong, type Assertion } from '../auth/client-assertion.ts'
import { hashOf, useOnce, type Proof } from '../auth/proof.ts'
import type { Central } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { isAudience } from '../http/origin.ts'
import { findStation, stationKeys, type Station } from './station.ts'

const TokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().max(4096),
})
type TokenRequest = z.infer<typeof TokenRequest>

const leewaySeconds = 60
const maxAgeSeconds = 300

/** POST /v1/token: client_credentials with private_key_jwt (RFC 7523 §2.2) and DPoP (RFC 9449 §5). */
export const tokenRoute = defineRoute<'proof', null, null, TokenRequest>('proof', {
  method: 'POST',
  path: '/v1/token',
  summary: 'A token of an hour for a registered station',
  once: true,
  bodyType: 'form',
  body: TokenRequest,
  answers: { 200: { description: 'Token', schema: TokenAnswer } },
  failures: ['station_not_registered', 'token_invalid', 'proof_invalid', 'nonce_required'],
  async handle({ caller, body, origin }, central) {
    const station = await authenticate(central, body.client_assertion, caller, origin)
    const access_token = issueToken(central.keys().tokenSecret, {
      subject: station.station_id,
      audience: audienceOfStations(central.environment),
      thumbprint: caller.thumbprint,
      seconds: tokenSeconds.station,
      now: central.now(),
    })
    return { status: 200, body: { access_token, token_type: 'DPoP', expires_in: tokenSeconds.station } }
  },
})

async function authenticate(central: Central, jwt: string, proof: Proof, origin: string): Promise<Station> {
  const claims = readAssertion(jwt)
  const stationId = z.uuid().safeParse(claims.sub)
  const station = stationId.success ? await findStation(central.db, stationId.data) : null
  if (station === null) throw new Failure('station_not_registered')
  const now = central.now()
  const signedBy = signerAmong(jwt, stationKeys(station, now))
  if (signedBy === null) throw new Failure('token_invalid', 'assertion signature')
  const audiences = [claims.aud].flat()
  const forUs = claims.iss === claims.sub && audiences.some((aud) => isAudience(aud, origin, '/v1/token'))
  if (!forUs) throw new Failure('token_invalid', 'assertion issuer or audience')
  // A station knows the time from central before it asks for a token, whatever its own clock says.
  if (claims.exp <= now.getTime() / 1000 - leewaySeconds) throw new Failure('token_invalid', 'assertion exp')
  // The proof's nonce shows that the same key is in use now; only another key's assertion must be recent as well.
  if (signedBy !== proof.thumbprint && !isRecent(claims, now)) throw new Failure('token_invalid', 'assertion too old')
  await useOnce(central.db, hashOf(`assertion ${claims.sub} ${claims.jti}`, 'hex'), now)
  return station
}

function isRecent({ iat, exp }: Assertion, now: Date): boolean {
  const seconds = now.getTime() / 1000
  return exp > seconds - leewaySeconds && Math.abs((iat ?? exp) - seconds) <= maxAgeSeconds
}
