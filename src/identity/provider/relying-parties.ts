import type { z } from 'zod'
import type { Identity } from '../context.ts'
import { openText, sealText } from '../keys/sealing.ts'
import { keysAt } from './party-keys.ts'
import { metadataOf, parseParty, type RelyingParty } from './party-metadata.ts'

type Core = Pick<Identity, 'db' | 'keys' | 'now'>

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

/** The next request asks the database. */
export const forgetParty = ({ db }: Pick<Core, 'db'>, clientId: string) => void keptOf(db).delete(clientId)

/** The columns of a row: who asks in plain, the rest sealed. */
export const columnsOf = ({ keys }: Pick<Core, 'keys'>, party: RelyingParty) => ({
  name: party.name,
  hub: party.hub,
  metadata: sealText(keys().data, contextOf(party.client_id), JSON.stringify(metadataOf(party))),
})

/**
 * Registers one, or makes it as the settings say; what administrators decided stands, whatever a file says at the next start. Code:
 * request_invalid, with the fields.
 */
export async function saveRelyingParty(core: Core, given: z.input<typeof RelyingParty>): Promise<void> {
  const party = parseParty(given)
  const row = { ...columnsOf(core, party), revoked_at: null }
  await core.db
    .insertInto('identity.relying_party')
    .values({ client_id: party.client_id, ...row, added_at: core.now() })
    .onConflict((clash) =>
      clash.column('client_id').doUpdateSet(row).where('identity.relying_party.decided_at', 'is', null),
    )
    .execute()
  forgetParty(core, party.client_id)
}

/** Ends one at once: nobody is sent on to it any more, and what it holds opens nothing. */
export async function revokeRelyingParty({ db, now }: Core, clientId: string): Promise<void> {
  await db.updateTable('identity.relying_party').set({ revoked_at: now() }).where('client_id', '=', clientId).execute()
  forgetParty({ db }, clientId)
}

/** With the keys that count now. */
export async function findRelyingParty(core: Core, clientId: string): Promise<KnownParty | null> {
  const party = await findKept(core, clientId)
  return party && { ...party, metadata: keysAt(party.metadata, core.now()) }
}

async function findKept(core: Core, clientId: string): Promise<KnownParty | null> {
  const all = keptOf(core.db)
  const known = all.get(clientId)
  if (known !== undefined && performance.now() - known.at < keptMs) return known.party
  const party = await readRelyingParty(core, clientId)
  // Names that nobody has are anybody's to invent.
  if (all.size >= mostKept) all.clear()
  all.set(clientId, { at: performance.now(), party })
  return party
}

const contextOf = (clientId: string) => `relying party ${clientId}`

/** What is sealed of one. */
export const openMetadata = (
  { keys }: Pick<Core, 'keys'>,
  { client_id, metadata }: { client_id: string; metadata: string },
) => JSON.parse(openText(keys().data, contextOf(client_id), metadata)) as KnownParty['metadata']

async function readRelyingParty(core: Core, client_id: string): Promise<KnownParty | null> {
  const row = await core.db
    .selectFrom('identity.relying_party')
    .select(['name', 'hub', 'metadata'])
    .where('client_id', '=', client_id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  const { name, hub, metadata } = row
  return { name, hub, metadata: openMetadata(core, { client_id, metadata }) }
}
