import { sql } from 'kysely'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { z } from 'zod'
import type { OwnService } from '../../contract/identity/services.ts'
import type { Identity } from '../context.ts'
import { keyed } from '../keys/digests.ts'
import { openText, sealText } from '../keys/sealing.ts'
import { claimsAskedFor } from './claims.ts'
import { findRelyingParty } from './relying-parties.ts'

type Core = Pick<Identity, 'db' | 'keys' | 'now'>
const table = 'identity.disclosure'
const shown = 200
const Held = z.object({
  client_id: z.string(),
  service: z.string(),
  hub: z.string().nullable(),
  claims: z.array(z.string()),
})

const contextOf = (serviceId: string) => `disclosure ${serviceId}`
/** The same for one holder and one service, and nothing to whoever has not the key. */
const serviceIdOf = ({ keys }: Core, accountId: string, clientId: string) =>
  keyed(keys().lookup, `disclosure\n${accountId}\n${clientId}`)

type Answered = {
  status: number
  oidc?: Pick<KoaContextWithOIDC['oidc'], 'route' | 'account' | 'client' | 'accessToken'>
}

/** After an answer of userinfo was made, before it leaves: what the holder is not shown, no service receives. */
export async function noteDisclosure(core: Core, { oidc, status }: Answered): Promise<void> {
  if (oidc?.route !== 'userinfo' || status !== 200) return
  const { account, client, accessToken } = oidc
  if (account === undefined || client === undefined) return
  await keepDisclosure(core, account.accountId, client.clientId, claimsAskedFor(accessToken?.scope ?? ''))
}

type Told = { claims: readonly string[]; service: string; hub: string | null }
type Written = Omit<Told, 'claims'> & { sealed: string; claims: ReadonlySet<string> }
/** What was last written of a holder's services: nothing of it is told anybody, the database alone says what holds. */
const lastKept = new WeakMap<object, Map<string, Written>>()
const mostKept = 20_000
const keptOf = (db: object) => {
  const all = lastKept.get(db) ?? new Map<string, Written>()
  lastKept.set(db, all)
  if (all.size > mostKept) all.clear()
  return all
}

/** Counts one more of what is known, in one statement; false where the row does not say that any more, or never did. */
async function countAgain({ db, now }: Core, serviceId: string, { claims, service, hub }: Told): Promise<boolean> {
  const known = keptOf(db).get(serviceId)
  const isSame = known?.service === service && known.hub === hub && claims.every((one) => known.claims.has(one))
  if (!isSame) return false
  const { numUpdatedRows } = await db
    .updateTable(table)
    .set((eb) => ({ last_at: now(), times: eb('times', '+', 1) }))
    .where('service_id', '=', serviceId)
    .where('held', '=', known.sealed)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function keepDisclosure(core: Core, account_id: string, client_id: string, claims: string[]): Promise<void> {
  const { db, keys, now } = core
  const service_id = serviceIdOf(core, account_id, client_id)
  const party = await findRelyingParty(core, client_id)
  const told = { service: party?.name ?? client_id, hub: party?.hub ?? null }
  if (await countAgain(core, service_id, { ...told, claims })) return
  const at = now()
  const written = await db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom(table)
      .select('held')
      .where('service_id', '=', service_id)
      .forUpdate()
      .executeTakeFirst()
    const known = before === undefined ? [] : openHeld(core, service_id, before.held).claims
    const held = {
      client_id,
      ...told,
      claims: [...new Set([...known, ...claims])],
    }
    const sealed = sealText(keys().data, contextOf(service_id), JSON.stringify(held))
    await trx
      .insertInto(table)
      .values({ service_id, account_id, held: sealed, first_at: at, last_at: at, times: 1 })
      .onConflict((clash) =>
        clash
          .column('service_id')
          .doUpdateSet({ held: sealed, last_at: at, times: sql`identity.disclosure.times + 1` }),
      )
      .execute()
    return { ...told, sealed, claims: new Set(held.claims) }
  })
  keptOf(db).set(service_id, written)
}

const openHeld = ({ keys }: Pick<Identity, 'keys'>, serviceId: string, held: string) =>
  Held.parse(JSON.parse(openText(keys().data, contextOf(serviceId), held)))

/** What services received of a holder, the last first, `limit` at most. */
export async function servicesOf(core: Core, accountId: string, limit = shown): Promise<OwnService[]> {
  const rows = await core.db
    .selectFrom(table)
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('last_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ service_id, held, first_at, last_at, times }) => {
    const { client_id: _own, ...said } = openHeld(core, service_id, held)
    return { ...said, service_id, first_at: first_at.toISOString(), last_at: last_at.toISOString(), times }
  })
}

/** Clients that received something of a holder, all of them. */
export async function clientsThatReceived(core: Core, accountId: string): Promise<string[]> {
  const mine = core.db.selectFrom(table).select(['service_id', 'held']).where('account_id', '=', accountId)
  const rows = await mine.execute()
  return rows.map(({ service_id, held }) => openHeld(core, service_id, held).client_id)
}

/** Which service of a holder that is; null for none of theirs. */
export async function clientOfService(core: Core, accountId: string, serviceId: string): Promise<string | null> {
  const row = await core.db
    .selectFrom(table)
    .select('held')
    .where('service_id', '=', serviceId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row === undefined ? null : openHeld(core, serviceId, row.held).client_id
}
