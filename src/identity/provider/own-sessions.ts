import type { OwnSession } from '../../contract/identity/services.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import { findRelyingParty } from './relying-parties.ts'

type Core = Pick<Identity, 'db' | 'keys' | 'now'>
const table = 'identity.oidc_record'

/** What the provider keeps of a session, as far as it is read here. */
type Kept = { accountId?: string; loginTs?: number; authorizations?: Record<string, object> }

async function sessionRows({ db, now }: Core, accountId: string) {
  const rows = await db
    .selectFrom(table)
    .select(['id', 'uid', 'payload', 'expires_at'])
    .where('kind', '=', 'Session')
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now())
    .orderBy('expires_at', 'desc')
    .execute()
  return rows.map(({ payload, ...row }) => ({ ...row, kept: JSON.parse(payload) as Kept }))
}

/** Browsers in which a holder is logged in, the newest first. Their names here are no cookies. */
export async function sessionsOfHolder(core: Core, accountId: string): Promise<OwnSession[]> {
  const rows = await sessionRows(core, accountId)
  return Promise.all(
    rows.map(async ({ uid, expires_at, kept: { loginTs = 0, authorizations = {} } }) => {
      const parties = await Promise.all(Object.keys(authorizations).map((id) => findRelyingParty(core, id)))
      return {
        session_id: uid ?? '',
        begun_at: new Date(loginTs * 1000).toISOString(),
        ends_at: expires_at.toISOString(),
        services: parties.flatMap((party) => (party === null ? [] : [party.name])),
      }
    }),
  )
}

/** Clients in whose sessions a holder is logged in now. */
export async function clientsInSessions(core: Core, accountId: string): Promise<string[]> {
  return (await sessionRows(core, accountId)).flatMap(({ kept }) => Object.keys(kept.authorizations ?? {}))
}

/** What has to be written together with the end of a session of these clients. */
type Alongside = (trx: Trx, clients: string[]) => Promise<void>

/** Ends what `isMeant` says of a holder's sessions, and with each the codes and tokens that hang on it. Returns how many. */
export async function endSessions(
  core: Core,
  accountId: string,
  isMeant: (session: { sessionId: string; clients: string[] }) => boolean,
  alongside: Alongside,
): Promise<number> {
  const meant = (await sessionRows(core, accountId)).filter(({ uid, kept }) =>
    isMeant({ sessionId: uid ?? '', clients: Object.keys(kept.authorizations ?? {}) }),
  )
  for (const { id, kept } of meant) {
    const grants = Object.values(kept.authorizations ?? {}).flatMap((one) =>
      'grantId' in one && typeof one.grantId === 'string' ? [one.grantId] : [],
    )
    await core.db.transaction().execute(async (trx) => {
      if (grants.length > 0) await trx.deleteFrom(table).where('grant_id', 'in', grants).execute()
      await trx.deleteFrom(table).where('kind', '=', 'Session').where('id', '=', id).execute()
      await alongside(trx, Object.keys(kept.authorizations ?? {}))
    })
  }
  return meant.length
}

/** Everything that was begun in a holder's name: sessions with their codes and tokens, and logins that are on their way back to a service. */
export async function endAtProvider(trx: Trx, accountId: string): Promise<void> {
  await trx
    .deleteFrom(table)
    .where((eb) => eb.or([eb('account_id', '=', accountId), eb('payload', 'like', `%${accountId}%`)]))
    .execute()
}

/** Takes away what a service holds of a holder: grants, codes and tokens; and sessions in which it would be let in again unasked. */
export async function endService(core: Core, accountId: string, clientId: string, alongside: Alongside): Promise<void> {
  await endSessions(core, accountId, ({ clients }) => clients.includes(clientId), alongside)
  const rows = await core.db
    .selectFrom(table)
    .select(['grant_id', 'payload'])
    .where('account_id', '=', accountId)
    .where('grant_id', 'is not', null)
    .execute()
  const isOf = (payload: string) => (JSON.parse(payload) as { clientId?: string }).clientId === clientId
  const grants = rows.flatMap(({ grant_id, payload }) => (grant_id !== null && isOf(payload) ? [grant_id] : []))
  if (grants.length > 0) await core.db.deleteFrom(table).where('grant_id', 'in', grants).execute()
}
