/** Scopes that a service may be allowed, `openid` apart; which claims each asks for: identity/provider/claims.ts. */
export const serviceScopes = [
  'profile',
  'email',
  'preferred_username',
  'birthplace',
  'birthcountry',
  'given_name',
  'family_name',
  'birthdate',
  'gender',
] as const
export type ServiceScope = (typeof serviceScopes)[number]

/** How a service has its answers signed, and how their key is wrapped for it. */
export const serviceSigning = ['ES256', 'RS256'] as const
export const serviceWrapping = ['RSA-OAEP-256', 'ECDH-ES'] as const
