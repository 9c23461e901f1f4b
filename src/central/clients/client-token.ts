import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { audienceOfClients, issueToken, tokenSeconds } from '../auth/access-token.ts'
import { readAssertion, signerAmong } from '../auth/client-assertion.ts'
import { hashOf, useOnce } from '../auth/proof.ts'
import type { Central } from '../context.ts'
import { isAudience } from '../http/origin.ts'
import { defineRoute } from '../http/route.ts'
import { clientKeys, findClient, Identifier, type Client } from './client.ts'
import { Scope } from './scopes.ts'

export const clientTokenPath = '/api/v1/token'

const TokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().max(4096),
  /** Space between scopes; all of the client's where none is asked for. */
  scope: z.string().max(1024).optional(),
})
type TokenRequest = z.infer<typeof TokenRequest>

export const ClientTokenAnswer = z.object({
  access_token: z.string(),
  token_type: z.literal('DPoP'),
  expires_in: z.int(),
  scope: z.string(),
})

const maxLifeSeconds = 300
const skewSeconds = 60

/** POST /api/v1/token: client_credentials with private_key_jwt (RFC 7523 §2.2), bound to a key by DPoP (RFC 9449 §5). */
export const clientTokenRoute = defineRoute<'proof', null, null, TokenRequest>('proof', {
  method: 'POST',
  path: clientTokenPath,
  summary: 'A token of ten minutes for a client of this API',
  once: true,
  bodyType: 'form',
  body: TokenRequest,
  answers: { 200: { description: 'Token', schema: ClientTokenAnswer } },
  failures: ['token_invalid', 'scope_missing'],
  async handle({ caller, body, origin }, central) {
    const client = await authenticate(central, body.client_assertion, origin)
    const scope = grantedScopes(client, body.scope).join(' ')
    const access_token = issueToken(central.keys().tokenSecret, {
      seconds: tokenSeconds.client,
      subject: client.client_id,
      audience: audienceOfClients(central.environment),
      thumbprint: caller.thumbprint,
      scope,
      now: central.now(),
    })
    return { status: 200, body: { access_token, token_type: 'DPoP', expires_in: tokenSeconds.client, scope } }
  },
})

/** Whoever is unknown, revoked or signs with another key gets one and the same answer. */
async function authenticate(central: Central, jwt: string, origin: string): Promise<Client> {
  const claims = readAssertion(jwt)
  const clientId = Identifier.safeParse(claims.sub)
  const client = clientId.success ? await findClient(central.db, clientId.data) : null
  const keys = client === null ? [] : await clientKeys(central.db, client.client_id)
  if (client === null || signerAmong(jwt, keys) === null) throw new Failure('token_invalid', 'client')
  const audiences = [claims.aud].flat()
  const forUs = claims.iss === claims.sub && audiences.some((aud) => isAudience(aud, origin, clientTokenPath))
  if (!forUs) throw new Failure('token_invalid', 'assertion issuer or audience')
  const nowSeconds = central.now().getTime() / 1000
  // A server's clock is right: unlike a kiosk's, its own dates count.
  const isCurrent = claims.exp > nowSeconds - skewSeconds && claims.exp <= nowSeconds + maxLifeSeconds + skewSeconds
  if (!isCurrent) throw new Failure('token_invalid', 'assertion exp')
  await useOnce(central.db, hashOf(`assertion ${claims.sub} ${claims.jti}`, 'hex'), central.now())
  return client
}

/** Code: scope_missing when it asks for more than it has. */
function grantedScopes({ scopes }: Client, asked: string | undefined): Scope[] {
  if (asked === undefined) return scopes
  const wanted = z.array(Scope).min(1).safeParse(asked.split(' '))
  if (!wanted.success || !wanted.data.every((scope) => scopes.includes(scope))) throw new Failure('scope_missing')
  return wanted.data
}
