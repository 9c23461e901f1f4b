import { errors, interactionPolicy, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { citizenApiPath } from '../../contract/identity/endpoints.ts'
import { substantial } from '../authentication/answer-login.ts'
import type { Identity } from '../context.ts'
import { findAccount, openHolder } from '../lifecycle/account.ts'
import { canLogIn } from '../lifecycle/states.ts'
import { secretWaitMs } from '../authentication/secret-wait.ts'
import { claimsByScope, claimsOf } from './claims.ts'
import { isOwnLogout } from './hint.ts'
import { renderError, renderLoggedOut, renderLogout } from './pages.ts'
import type { Records } from './records.ts'
import { subjectsOf } from './subjects.ts'

/** Seconds. Codes and tokens live as the hub's own mock of a provider lets them (docs/federation.md). */
const ttl = {
  AuthorizationCode: 30,
  AccessToken: 60,
  IdToken: 60,
  Interaction: 600,
  Session: 1800,
  Grant: 1800,
}

/** What a national hub expects, and nothing beside it: see docs/federation.md point by point. */
export function configurationOf(
  identity: Identity,
  { adapter, accountRead }: Pick<Records, 'adapter' | 'accountRead'>,
): Configuration {
  const { cookies, provider } = identity.keys()
  const subjectOf = subjectsOf(identity)
  const isSecure = identity.origin().startsWith('https:')
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, secure: isSecure, overwrite: true } as const
  return {
    adapter,
    jwks: { keys: provider as never },
    acrValues: [substantial],
    claims: claimsByScope as never,
    scopes: ['openid'],
    responseTypes: ['code'],
    subjectTypes: ['pairwise'],
    pkce: { required: () => false },
    clientAuthMethods: ['private_key_jwt', 'client_secret_post'],
    enabledJWA: algorithms,
    extraClientMetadata: { properties: ['sector', 'hub'] },
    pairwiseIdentifier: (_ctx, accountId, client) => subjectOf(accountId, String(client['sector'])),
    async findAccount(_ctx, id) {
      const account = accountRead(id) ?? (await findAccount(identity, id))
      // Proofed, activated, neither locked nor ended, its secret code not replaced today: else there is nobody.
      if (account === null || !canLogIn(account.state) || secretWaitMs(identity, account) > 0) return undefined
      return { accountId: id, claims: () => claimsOf(id, openHolder(identity, account)) }
    },
    loadExistingGrant: grantAll,
    interactions: {
      policy: loginPolicy(),
      url: (_ctx, { uid }) => `${citizenApiPath}/login/${uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      encryption: { enabled: true },
      jwtUserinfo: { enabled: true },
      userinfo: { enabled: true },
      revocation: { enabled: true },
      // How it is told: open-provider.ts.
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx: KoaContextWithOIDC, form: string) =>
          renderLogout(ctx, form, { isAsked: !(await isOwnLogout(identity, ctx)) }),
        postLogoutSuccessSource: renderLoggedOut,
      },
      claimsParameter: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
    },
    cookies: {
      keys: cookies,
      names: { session: 'guichet-oidc', interaction: 'guichet-interaction', resume: 'guichet-resume' },
      long: { ...cookie, path: providerPath },
      short: cookie,
    },
    clockTolerance: 10,
    ttl,
    renderError,
  }
}

/** Under the origin; the issuer is this address. */
export const providerPath = '/oidc'

const signing = ['ES256', 'RS256']
const wrapping = ['RSA-OAEP-256', 'ECDH-ES']
const algorithms = {
  clientAuthSigningAlgValues: signing,
  idTokenSigningAlgValues: signing,
  idTokenEncryptionAlgValues: wrapping,
  idTokenEncryptionEncValues: ['A256GCM'],
  userinfoSigningAlgValues: signing,
  userinfoEncryptionAlgValues: wrapping,
  userinfoEncryptionEncValues: ['A256GCM'],
} as Configuration['enabledJWA']

/** Services are known to the service, and the person agrees in the application: a page of consent would ask twice. */
async function grantAll({ oidc }: KoaContextWithOIDC) {
  const { provider, client, session, requestParamOIDCScopes } = oidc
  const known = session!.grantIdFor(client!.clientId)
  const found = known === undefined ? undefined : await provider.Grant.find(known)
  const scope = [...requestParamOIDCScopes].join(' ')
  if (found !== undefined && found.accountId === session!.accountId) {
    if (found.getOIDCScopeFiltered(requestParamOIDCScopes) === scope) return found
  }
  const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! })
  grant.addOIDCScope(scope)
  await grant.save()
  return grant
}

/** Login and nothing else. A level that we do not reach is the protocol's error, before anybody is asked for anything. */
function loginPolicy() {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  const { checks } = policy.get('login')!
  const level = new interactionPolicy.Check('level', 'the level asked for is not reached here', ({ oidc }) => {
    const asked = String(oidc.params!['acr_values'] ?? substantial).split(' ')
    if (asked.includes(substantial)) return interactionPolicy.Check.NO_NEED_TO_PROMPT
    throw new errors.UnmetAuthenticationRequirements(`only ${substantial} is reached here`)
  })
  const account = new interactionPolicy.Check('account', 'the identity cannot be used now', ({ oidc }) =>
    oidc.session!.accountId !== undefined && oidc.account === undefined
      ? interactionPolicy.Check.REQUEST_PROMPT
      : interactionPolicy.Check.NO_NEED_TO_PROMPT,
  )
  checks.add(level, 0)
  checks.add(account)
  return policy
}
