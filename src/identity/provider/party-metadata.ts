import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { serviceScopes, serviceSigning, serviceWrapping } from '../../contract/identity/service-scopes.ts'

const Signed = z.enum(serviceSigning)
const Wrapped = z.enum(serviceWrapping)
const Url = z.url({ protocol: /^https?$/ })

/**
 * A hub or a service that sends people here: OpenID client metadata, of which what a national hub expects is no choice: code flow,
 * everything signed and encrypted (docs/federation.md).
 */
export const RelyingParty = z
  .object({
    client_id: z.string().regex(/^[\w.-]{3,80}$/),
    /** Who asks, as people read it. */
    name: z.string().trim().min(2).max(80),
    /** The hub that carries the services, where it is one. */
    hub: z.string().trim().min(2).max(80).nullable().default(null),
    /** Those of one sector know a person by the same identifier. */
    sector: z.string().regex(/^[\w.-]{3,120}$/),
    /** What it may ask for at most, `openid` apart. */
    scopes: z.array(z.enum(serviceScopes)).default([...serviceScopes]),
    redirect_uris: z.array(Url).min(1),
    post_logout_redirect_uris: z.array(Url).default([]),
    /** Where it is told that a session ended (OpenID Back-Channel Logout 1.0). */
    backchannel_logout_uri: Url.optional(),
    /** Where it is told what became of an account: Security Event Tokens are pushed there (RFC 8935). */
    events_uri: Url.optional(),
    token_endpoint_auth_method: z.enum(['private_key_jwt', 'client_secret_post']),
    client_secret: z.string().min(32).max(256).optional(),
    jwks_uri: Url.optional(),
    jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) }).optional(),
    /** When keys of `jwks` end, by their RFC 7638 thumbprint; others do not. */
    key_ends: z.record(z.string(), z.iso.datetime()).default({}),
    id_token_signed_response_alg: Signed.default('ES256'),
    id_token_encrypted_response_alg: Wrapped.default('RSA-OAEP-256'),
    userinfo_signed_response_alg: Signed.default('ES256'),
    userinfo_encrypted_response_alg: Wrapped.default('RSA-OAEP-256'),
  })
  .refine(({ jwks, jwks_uri }) => (jwks === undefined) !== (jwks_uri === undefined), {
    path: ['jwks'],
    message: 'jwks or jwks_uri: what it receives is encrypted to it',
  })
  .refine((one) => (one.token_endpoint_auth_method === 'client_secret_post') === (one.client_secret !== undefined), {
    path: ['client_secret'],
    message: 'with client_secret_post, and only there',
  })
export type RelyingParty = z.infer<typeof RelyingParty>

/** Metadata as oidc-provider takes it, and when keys of it end. */
export function metadataOf({ name, hub, scopes, ...given }: RelyingParty) {
  return {
    ...given,
    scope: ['openid', ...scopes].join(' '),
    client_name: name,
    hub: hub ?? undefined,
    application_type: given.redirect_uris.every((uri) => uri.startsWith('https:')) ? 'web' : 'native',
    subject_type: 'pairwise',
    response_types: ['code'],
    grant_types: ['authorization_code'],
    id_token_encrypted_response_enc: 'A256GCM',
    userinfo_encrypted_response_enc: 'A256GCM',
  }
}

/** Code: request_invalid, with the fields. */
export function parseParty(given: unknown): RelyingParty {
  const parsed = RelyingParty.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Failure('request_invalid', parsed.error.issues.map(({ path }) => path.join('.')).join(', '))
}
