import * as oidc from 'openid-client'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { PersonId } from '../../contract/operator.ts'
import type { Central } from '../context.ts'
import { adminRoles, type AdminRole } from './roles.ts'
import { readText, signText } from './signed-text.ts'

/** The OpenID provider that administrators have their accounts at. */
export type AdminProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** The claim that lists what somebody is (`adminRoles`). */
  rolesClaim: string
}

export type ProviderLogin = { name: string; roles: readonly AdminRole[] }

const patienceSeconds = 10
/** The time that a login at the provider may take. */
const loginMs = 10 * 60_000
const kind = 'login at provider'
const Kept = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() })

const configurations = new WeakMap<AdminProvider, Promise<oidc.Configuration>>()

/** Asked once; again where that failed. A provider on this machine may go without TLS. Code: unavailable. */
function discover(provider: AdminProvider): Promise<oidc.Configuration> {
  const { issuer, clientId, clientSecret } = provider
  const isLocal = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(issuer)
  const found =
    configurations.get(provider) ??
    oidc
      .discovery(new URL(issuer), clientId, clientSecret, undefined, {
        timeout: patienceSeconds,
        execute: isLocal ? [oidc.allowInsecureRequests] : [],
      })
      .catch((error: unknown) => {
        configurations.delete(provider)
        throw new Failure('unavailable', 'the administrators’ provider', { cause: error })
      })
  configurations.set(provider, found)
  return found
}

type Core = Pick<Central, 'db' | 'keys' | 'now'>

export const callbackPath = '/admin/login/callback'

/** Where to send the browser, and what it must keep until it comes back. Authorization code with PKCE (RFC 7636), state and nonce. */
export async function beginLogin({ keys, now }: Core, provider: AdminProvider, origin: string) {
  const config = await discover(provider)
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: origin + callbackPath,
    scope: 'openid profile',
    // Another person may have logged in from this browser before.
    prompt: 'login',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const until = new Date(now().getTime() + loginMs)
  const kept = signText(keys().nonceSecret, kind, JSON.stringify({ state, nonce, verifier }), until)
  return { url: url.href, kept, keptSeconds: loginMs / 1000 }
}

/**
 * Who came back from the provider. Codes: forbidden (not begun here, refused there, without a role, or under a name that is somebody
 * else's), operator_invalid (`preferred_username` is no identifier), unavailable.
 */
export async function concludeLogin(
  central: Core,
  provider: AdminProvider,
  came: URL,
  kept: string,
): Promise<ProviderLogin> {
  const begun = readText(central.keys().nonceSecret, kind, kept, central.now())
  if (begun === null) throw new Failure('forbidden', 'login not begun here')
  const { state, nonce, verifier } = Kept.parse(JSON.parse(begun.text))
  const config = await discover(provider)
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true }
  const tokens = await oidc.authorizationCodeGrant(config, came, checks).catch((error: unknown) => {
    throw new Failure('forbidden', (error as { code?: string }).code ?? 'provider')
  })
  const { sub, iss, ...said } = tokens.claims()!
  const has = said[provider.rolesClaim] !== undefined && said['preferred_username'] !== undefined
  const all = has ? said : { ...said, ...(await oidc.fetchUserInfo(config, tokens.access_token, sub)) }
  const roles = rolesIn(all[provider.rolesClaim])
  const name = PersonId.safeParse(all['preferred_username'])
  if (!name.success) throw new Failure('operator_invalid', 'preferred_username')
  if (roles.length === 0) throw new Failure('forbidden', 'no role')
  await holdName(central, { name: name.data, issuer: iss, subject: sub })
  return { name: name.data, roles }
}

/** A list, or one word. */
const rolesIn = (claim: unknown): AdminRole[] => adminRoles.filter((role) => [claim].flat().includes(role))

/** The audit says who by their name: it is one subject's, from their first login on. Code: forbidden. */
async function holdName({ db, now }: Core, given: { name: string; issuer: string; subject: string }): Promise<void> {
  await db
    .insertInto('administrator')
    .values({ ...given, first_login_at: now() })
    .onConflict((clash) => clash.doNothing())
    .execute()
  const held = await db
    .selectFrom('administrator')
    .select('name')
    .where('name', '=', given.name)
    .where('issuer', '=', given.issuer)
    .where('subject', '=', given.subject)
    .executeTakeFirst()
  if (held === undefined) throw new Failure('forbidden', 'name of somebody else')
}
