import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import { openText, sealText } from '../keys/sealing.ts'

const Signed = z.enum(['ES256', 'RS256'])
const Wrapped = z.enum(['RSA-OAEP-256', 'ECDH-ES'])
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
    redirect_uris: z.array(Url).min(1),
    post_logout_redirect_uris: z.array(Url).default([]),
    token_endpoint_auth_method: z.enum(['private_key_jwt', 'client_secret_post']),
    client_secret: z.string().min(32).max(256).optional(),
    jwks_uri: Url.optional(),
    jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1) }).optional(),
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

type Core = Pick<Identity, 'db' | 'keys' | 'now'>

/** Metadata as oidc-provider takes it. */
function metadataOf({ name, hub, ...given }: RelyingParty) {
  return {
    ...given,
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

/** A relying party as it is asked for some ten times in a login. */
export type KnownParty = { name: string; hub: string | null; metadata: Record<string, unknown> }
type Kept = { at: number; party: KnownParty | null }

/** What another instance changed is known here after so long; what this one changed, at once. */
const keptMs = 1_000
const kept = new WeakMap<object, Map<string, Kept>>()
const keptOf = (db: object) => {
  const all = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, all)
  return all
}
const mostKept = 1_000

/** Registers or changes one. Code: request_invalid, with the fields. */
export async function saveRelyingParty({ db, keys, now }: Core, given: z.input<typeof RelyingParty>): Promise<void> {
  const parsed = RelyingParty.safeParse(given)
  if (!parsed.success)
    throw new Failure('request_invalid', parsed.error.issues.map(({ path }) => path.join('.')).join(', '))
  const { client_id, name, hub } = parsed.data
  const metadata = sealText(keys().data, `relying party ${client_id}`, JSON.stringify(metadataOf(parsed.data)))
  const row = { name, hub, metadata, revoked_at: null }
  await db
    .insertInto('identity.relying_party')
    .values({ client_id, ...row, added_at: now() })
    .onConflict((clash) => clash.column('client_id').doUpdateSet(row))
    .execute()
  keptOf(db).delete(client_id)
}

/** Ends one at once: nobody is sent on to it any more, and what it holds opens nothing. */
export async function revokeRelyingParty({ db, now }: Core, clientId: string): Promise<void> {
  await db.updateTable('identity.relying_party').set({ revoked_at: now() }).where('client_id', '=', clientId).execute()
  keptOf(db).delete(clientId)
}

export async function findRelyingParty(core: Core, clientId: string): Promise<KnownParty | null> {
  const all = keptOf(core.db)
  const known = all.get(clientId)
  if (known !== undefined && performance.now() - known.at < keptMs) return known.party
  const party = await readRelyingParty(core, clientId)
  // Names that nobody has are anybody's to invent.
  if (all.size >= mostKept) all.clear()
  all.set(clientId, { at: performance.now(), party })
  return party
}

async function readRelyingParty({ db, keys }: Core, clientId: string): Promise<KnownParty | null> {
  const row = await db
    .selectFrom('identity.relying_party')
    .select(['name', 'hub', 'metadata'])
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  const { name, hub, metadata } = row
  return {
    name,
    hub,
    metadata: JSON.parse(openText(keys().data, `relying party ${clientId}`, metadata)) as KnownParty['metadata'],
  }
}
