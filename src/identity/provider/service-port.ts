import type { NewService, SeenService, ServiceChange, ServicePort } from '../../central/services/service-port.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import { noticesOf } from '../notices/notice-standing.ts'
import { keysAt, parseKeys, rotated, thumbprintOf } from './party-keys.ts'
import { parseParty, type RelyingParty } from './party-metadata.ts'
import { columnsOf, forgetParty, openMetadata } from './relying-parties.ts'

type Core = Pick<Identity, 'db' | 'keys' | 'now' | 'central'>
type Row = { client_id: string; name: string; hub: string | null; metadata: string; version: number }
type ListedRow = Row & { added_at: Date; revoked_at: Date | null }
const mostListed = 500
/** Old keys that nobody ends would stay for ever. */
const longestSideBySideMs = 90 * 24 * 3_600_000

/** Relying parties as administrators see and change them, two at a time. */
export function servicePort(core: Core): ServicePort {
  const rows = () => core.db.selectFrom('identity.relying_party').selectAll()
  const find = (clientId: string) => rows().where('client_id', '=', clientId).executeTakeFirst()
  return {
    async list() {
      const listed = await rows().orderBy('client_id').limit(mostListed).execute()
      return listed.map((row) => seenOf(core, row))
    },
    async find(clientId) {
      const row = await find(clientId)
      return row === undefined ? null : seenOf(core, row)
    },
    noticesOf: (clientId) => noticesOf(core, clientId),
    check: async (change) => void planOf(core, change, await find(clientIn(change))),
    async apply(change) {
      const clientId = clientIn(change)
      const known = await find(clientId)
      await write(core, clientId, known, planOf(core, change, known))
      forgetParty(core, clientId)
    },
  }
}

const clientIn = (change: ServiceChange) => (change.kind === 'add' ? change.service.clientId : change.clientId)

/** What a row holds, as it was registered; a row of before scopes were bounded has them all. */
function partyOf(core: Core, { client_id, name, hub, metadata }: Row): RelyingParty {
  const opened = openMetadata(core, { client_id, metadata })
  const scopes = (opened['scope'] as string | undefined)?.split(' ').filter((one) => one !== 'openid')
  return parseParty({ ...opened, name, hub, ...(scopes && { scopes }) })
}

/** The party as it would be; null: stopped. Codes: request_invalid, service_conflict. */
function planOf(core: Core, change: ServiceChange, known: ListedRow | undefined): RelyingParty | null {
  if (change.kind === 'add') {
    if (known !== undefined && known.revoked_at === null) throw new Failure('service_conflict', 'known')
    return reachable(core, newParty(change.service))
  }
  if (known?.version !== change.version || known.revoked_at !== null) throw new Failure('service_conflict', 'version')
  if (change.kind === 'stop') return null
  const before = partyOf(core, known)
  return reachable(core, change.kind === 'keys' ? withKeys(core, before, change) : withTerms(before, change.terms))
}

const termsOf = ({ name, hub, redirectUris, logoutUris, scopes, logoutAt, eventsAt }: NewService | TermsGiven) => ({
  ...{ name, hub, scopes },
  // Taken away where none is given.
  backchannel_logout_uri: logoutAt ?? undefined,
  events_uri: eventsAt ?? undefined,
  redirect_uris: redirectUris,
  post_logout_redirect_uris: logoutUris,
})
type TermsGiven = Extract<ServiceChange, { kind: 'change' }>['terms']

function newParty(given: NewService): RelyingParty {
  const { clientId: client_id, sector, keysAt: jwks_uri, keys, signed, wrapped } = given
  if ((keys === null) === (jwks_uri === null)) throw new Failure('request_invalid', 'jwks')
  return parseParty({
    ...termsOf(given),
    ...{ client_id, sector },
    // A secret would pass through forms and a proposal: who is registered here proves itself by a key.
    token_endpoint_auth_method: 'private_key_jwt',
    ...(jwks_uri === null ? { jwks: parseKeys(keys, wrapped) } : { jwks_uri }),
    id_token_signed_response_alg: signed,
    id_token_encrypted_response_alg: wrapped,
    userinfo_signed_response_alg: signed,
    userinfo_encrypted_response_alg: wrapped,
  })
}

/** Whoever publishes keys goes on doing so, at this address or another; whoever gave them gives others by a rotation. */
function withTerms(before: RelyingParty, terms: TermsGiven): RelyingParty {
  if ((before.jwks_uri === undefined) !== (terms.keysAt === null)) throw new Failure('request_invalid', 'jwks_uri')
  return parseParty({ ...before, ...termsOf(terms), ...(terms.keysAt === null ? {} : { jwks_uri: terms.keysAt }) })
}

type KeysGiven = Extract<ServiceChange, { kind: 'keys' }>
function withKeys({ now }: Core, before: RelyingParty, { keys, oldUntil }: KeysGiven): RelyingParty {
  const { jwks, key_ends } = before
  if (jwks === undefined) throw new Failure('request_invalid', 'jwks_uri')
  const isLate = oldUntil !== null && oldUntil.getTime() - now().getTime() > longestSideBySideMs
  if (isLate) throw new Failure('request_invalid', 'until')
  const given = parseKeys(keys, before.id_token_encrypted_response_alg)
  return parseParty({ ...before, ...rotated({ jwks, key_ends }, given, oldUntil, now()) })
}

/** In production nothing of a person travels in the clear. Code: request_invalid. */
function reachable({ central }: Core, party: RelyingParty): RelyingParty {
  const { redirect_uris, post_logout_redirect_uris, jwks_uri, backchannel_logout_uri, events_uri } = party
  const single = [jwks_uri, backchannel_logout_uri, events_uri].filter((one) => one !== undefined)
  const all = [...redirect_uris, ...post_logout_redirect_uris, ...single]
  const isSafe = central.environment === 'training' || all.every((one) => one.startsWith('https://'))
  if (!isSafe) throw new Failure('request_invalid', 'https')
  return party
}

/** Only over what was read: what two people decided on one state is not put over another. Code: service_conflict. */
async function write(core: Core, client_id: string, known: ListedRow | undefined, party: RelyingParty | null) {
  const { db, now } = core
  const decided_at = now()
  const version = (known?.version ?? 0) + 1
  const row = party === null ? { revoked_at: decided_at } : { ...columnsOf(core, party), revoked_at: null }
  const changed = { ...row, version, decided_at }
  if (known === undefined) {
    const values = { client_id, ...columnsOf(core, party!), version, decided_at, added_at: decided_at }
    const added = db.insertInto('identity.relying_party').values(values)
    const { numInsertedOrUpdatedRows } = await added.onConflict((clash) => clash.doNothing()).executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n) throw new Failure('service_conflict', 'known')
    return
  }
  const { numUpdatedRows } = await db
    .updateTable('identity.relying_party')
    .set(changed)
    .where('client_id', '=', client_id)
    .where('version', '=', known.version)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Failure('service_conflict', 'version')
}

function seenOf(core: Core, row: ListedRow): SeenService {
  const party = partyOf(core, row)
  const { jwks } = keysAt(party, core.now()) as Pick<RelyingParty, 'jwks'>
  const text = (value: unknown) => (typeof value === 'string' ? value : '–')
  return {
    ...{ clientId: row.client_id, name: row.name, hub: row.hub, version: row.version },
    ...{ sector: party.sector, scopes: party.scopes, auth: party.token_endpoint_auth_method },
    redirectUris: party.redirect_uris,
    logoutUris: party.post_logout_redirect_uris,
    logoutAt: party.backchannel_logout_uri ?? null,
    eventsAt: party.events_uri ?? null,
    keysAt: party.jwks_uri ?? null,
    signed: party.id_token_signed_response_alg,
    wrapped: party.id_token_encrypted_response_alg,
    keys: (jwks?.keys ?? []).map((key) => {
      const thumbprint = thumbprintOf(key)
      const end = party.key_ends[thumbprint]
      const { kid, use, alg } = key
      return { kid: text(kid), use: text(use), alg: text(alg), thumbprint, until: end ? new Date(end) : null }
    }),
    addedAt: row.added_at,
    stoppedAt: row.revoked_at,
  }
}
