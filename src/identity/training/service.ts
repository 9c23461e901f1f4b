import { randomBytes, randomUUID } from 'node:crypto'
import {
  createLocalJWKSet,
  compactDecrypt,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  type JWTPayload,
} from 'jose'
import type { Identity } from '../context.ts'
import { providerPath } from '../provider/configuration.ts'
import { saveRelyingParty } from '../provider/relying-parties.ts'

const clientId = 'training-service'
export const servicePath = '/training/service'
const scope = 'openid profile email birthplace birthcountry'

type Waiting = { nonce: string; at: number }
const longestMs = 15 * 60_000
const mostWaiting = 500

/** What came of a login at the training service. */
export type Outcome = { claims: JWTPayload; acr: string | null } | { error: string }

/** A service of training that sends people here as a hub would: signed assertion, encrypted answers, nonce and state. */
export async function openTrainingService(identity: Identity) {
  const sign = await generateKeyPair('ES256')
  const unwrap = await generateKeyPair('ECDH-ES', { crv: 'P-256' })
  const keys = [
    { ...(await exportJWK(sign.publicKey)), kid: 'sig', use: 'sig', alg: 'ES256' },
    { ...(await exportJWK(unwrap.publicKey)), kid: 'enc', use: 'enc', alg: 'ECDH-ES' },
  ]
  const waiting = new Map<string, Waiting>()
  const issuer = () => identity.origin() + providerPath
  const redirectUri = () => `${identity.origin()}${servicePath}/callback`

  /** Its addresses are known once the server listens. */
  const register = () =>
    saveRelyingParty(identity, {
      client_id: clientId,
      name: 'Service de formation',
      hub: null,
      sector: 'training',
      redirect_uris: [redirectUri()],
      post_logout_redirect_uris: [identity.origin() + servicePath],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys },
      id_token_encrypted_response_alg: 'ECDH-ES',
      userinfo_encrypted_response_alg: 'ECDH-ES',
    })

  async function opened(jwt: string, options: object): Promise<JWTPayload> {
    const { plaintext } = await compactDecrypt(jwt, unwrap.privateKey)
    const { keys: known } = (await (await fetch(`${issuer()}/jwks`)).json()) as { keys: never[] }
    const checks = { issuer: issuer(), audience: clientId, ...options }
    return (await jwtVerify(new TextDecoder().decode(plaintext), createLocalJWKSet({ keys: known }), checks)).payload
  }

  async function askTokens(code: string): Promise<{ id_token: string; access_token: string } | { error: string }> {
    const assertion = await new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'sig' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(issuer())
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(sign.privateKey)
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri(),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    })
    return (await (await fetch(`${issuer()}/token`, { method: 'POST', body })).json()) as never
  }

  return {
    /** Where to send the browser for a login. */
    async begin(): Promise<string> {
      await register()
      const [state, nonce] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')]
      if (waiting.size >= mostWaiting) waiting.clear()
      waiting.set(state, { nonce, at: Date.now() })
      const query = { client_id: clientId, response_type: 'code', redirect_uri: redirectUri(), scope, state, nonce }
      return `${issuer()}/auth?${new URLSearchParams({ ...query, acr_values: 'eidas2', prompt: 'login' })}`
    },
    async finish({ code, state, error }: Record<string, string | undefined>): Promise<Outcome> {
      const begun = waiting.get(state ?? '')
      waiting.delete(state ?? '')
      if (begun === undefined || Date.now() - begun.at > longestMs) return { error: 'unknown state' }
      if (code === undefined) return { error: error ?? 'no code' }
      const tokens = await askTokens(code)
      if ('error' in tokens) return { error: tokens.error }
      const id = await opened(tokens.id_token, {})
      if (id['nonce'] !== begun.nonce) return { error: 'another nonce' }
      const headers = { authorization: `Bearer ${tokens.access_token}` }
      const userinfo = await (await fetch(`${issuer()}/me`, { headers })).text()
      return { claims: await opened(userinfo, { subject: id.sub }), acr: (id['acr'] as string | undefined) ?? null }
    },
  }
}
