import { errors, type Adapter, type AdapterPayload } from 'oidc-provider'
import type { Identity } from '../context.ts'
import { findRelyingParty } from './relying-parties.ts'

type Core = Pick<Identity, 'db' | 'keys' | 'now'>

/** Models whose records go with their grant. */
/** None of the models in use lives without an end. */
const longestSeconds = 3_600
const granted = new Set(['AccessToken', 'AuthorizationCode', 'Grant'])

/** The provider's records in the database, one table for all of its models; relying parties have one of their own. */
export function recordsOf(core: Core): (kind: string) => Adapter {
  return (kind) => (kind === 'Client' ? clientsOf(core) : recordsOfKind(core, kind))
}

function recordsOfKind({ db, now }: Core, kind: string): Adapter {
  const table = 'identity.oidc_record'
  const read = async (column: 'id' | 'uid', value: string): Promise<AdapterPayload | undefined> => {
    const row = await db
      .selectFrom(table)
      .select(['payload', 'consumed_at'])
      .where('kind', '=', kind)
      .where(column, '=', value)
      .where('expires_at', '>', now())
      .executeTakeFirst()
    if (row === undefined) return undefined
    const payload = JSON.parse(row.payload) as AdapterPayload
    return row.consumed_at === null ? payload : { ...payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) }
  }
  return {
    async upsert(id, payload, expiresIn) {
      const row = {
        payload: JSON.stringify(payload),
        grant_id: granted.has(kind) ? (payload.grantId ?? (kind === 'Grant' ? id : null)) : null,
        uid: payload.uid ?? null,
        expires_at: new Date(now().getTime() + (expiresIn ?? longestSeconds) * 1000),
      }
      await db
        .insertInto(table)
        .values({ kind, id, ...row })
        .onConflict((clash) => clash.columns(['kind', 'id']).doUpdateSet(row))
        .execute()
    },
    find: (id) => read('id', id),
    findByUid: (uid) => read('uid', uid),
    findByUserCode: async () => undefined,
    /** Of two that come with one code at the same time, the second finds it consumed. */
    async consume(id) {
      const { numUpdatedRows } = await db
        .updateTable(table)
        .set({ consumed_at: now() })
        .where('kind', '=', kind)
        .where('id', '=', id)
        .where('consumed_at', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) throw new errors.InvalidGrant('already consumed')
    },
    async destroy(id) {
      await db.deleteFrom(table).where('kind', '=', kind).where('id', '=', id).execute()
    },
    async revokeByGrantId(grantId) {
      await db.deleteFrom(table).where('grant_id', '=', grantId).execute()
    },
  }
}

function clientsOf(core: Core): Adapter {
  const nothing = async () => undefined
  return {
    find: async (clientId) => (await findRelyingParty(core, clientId))?.metadata as AdapterPayload | undefined,
    // Relying parties are registered by the service, never by themselves.
    upsert: nothing,
    destroy: nothing,
    consume: nothing,
    findByUid: nothing,
    findByUserCode: nothing,
    revokeByGrantId: nothing,
  }
}
