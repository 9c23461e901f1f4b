import type { AccountClaims } from 'oidc-provider'
import type { ServiceScope } from '../../contract/identity/service-scopes.ts'
import type { Holder } from '../lifecycle/holder.ts'

/** Which claims each scope asks for: the hub's own scopes beside those of OpenID Connect. */
export const claimsByScope = {
  openid: ['sub', 'acr', 'amr'],
  profile: ['given_name', 'family_name', 'birthdate', 'gender', 'preferred_username'],
  email: ['email'],
  preferred_username: ['preferred_username'],
  birthplace: ['birthplace'],
  birthcountry: ['birthcountry'],
  given_name: ['given_name'],
  family_name: ['family_name'],
  birthdate: ['birthdate'],
  gender: ['gender'],
} as const satisfies Record<'openid' | ServiceScope, readonly string[]>

/** The pivot identity as the hub reads it, and nothing else of the holder. */
export function claimsOf(sub: string, { pivot, email }: Holder): AccountClaims {
  const { preferred_username, ...names } = pivot
  return { sub, ...names, ...(preferred_username === null ? {} : { preferred_username }), email }
}

/** What an application shows that a service will receive: the claims behind the scopes asked for, those of the protocol apart. */
export function claimsAskedFor(scope: string): string[] {
  const asked = scope.split(' ').filter((one): one is keyof typeof claimsByScope => one in claimsByScope)
  const named = asked.filter((one) => one !== 'openid').flatMap((one) => [...claimsByScope[one]])
  return [...new Set<string>(named)]
}
