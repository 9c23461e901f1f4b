import { sql } from 'kysely'
import type { Db } from '../database/tables.ts'
import { writtenSoon } from '../database/written-soon.ts'

export type RecordRow = {
  kind: string
  id: string
  payload: string
  grant_id: string | null
  uid: string | null
  account_id: string | null
  expires_at: Date
}
export type RecordKey = Pick<RecordRow, 'kind' | 'id'>
export type FoundRecord = RecordKey & { uid: string | null; payload: string; consumed_at: Date | null }

const table = 'identity.oidc_record'
const columns = ['kind', 'id', 'uid', 'payload', 'consumed_at'] as const

const living = (db: Db, at: Date) => db.selectFrom(table).select(columns).where('expires_at', '>', at)

export async function findRecord(db: Db, { kind, id }: RecordKey, at: Date): Promise<FoundRecord[]> {
  return living(db, at).where('kind', '=', kind).where('id', '=', id).execute()
}

export async function findRecordByUid(db: Db, kind: string, uid: string, at: Date): Promise<FoundRecord[]> {
  return living(db, at).where('kind', '=', kind).where('uid', '=', uid).execute()
}

/** The kind under which an identity comes along with what was issued to it: no record of the provider's. */
export const accountKind = 'its account'

/** A code or a token with the grant, the session and the identity that it hangs on: the provider asks for all four in turn. */
export async function findWithGrant(db: Db, { kind, id }: RecordKey, at: Date): Promise<FoundRecord[]> {
  const { rows } = await sql<FoundRecord>`
    WITH own AS (
      SELECT * FROM identity.oidc_record WHERE kind = ${kind} AND id = ${id} AND expires_at > ${at}
    )
    SELECT kind, id, uid, payload, consumed_at FROM own
    UNION ALL SELECT other.kind, other.id, other.uid, other.payload, other.consumed_at
      FROM own JOIN identity.oidc_record other ON other.kind = 'Grant' AND other.id = own.grant_id
      WHERE other.expires_at > ${at}
    UNION ALL SELECT other.kind, other.id, other.uid, other.payload, other.consumed_at
      FROM own JOIN identity.oidc_record other ON other.kind = 'Session' AND other.uid = own.payload::json->>'sessionUid'
      WHERE other.expires_at > ${at}
    UNION ALL SELECT ${accountKind}, account.account_id::text, NULL, json_build_object('account_id', account.account_id,
        'state', account.state, 'holder', account.holder, 'secret_from', account.secret_from)::text, NULL
      FROM own JOIN identity.account account ON account.account_id = own.account_id`.execute(db)
  return rows
}

/** Writes and takes out, in one statement. `isSoon`: see `writtenSoon`. */
export async function writeRecords(
  db: Db,
  { rows, gone, isSoon }: { rows: readonly RecordRow[]; gone: readonly RecordKey[]; isSoon: boolean },
): Promise<void> {
  if (rows.length === 0) {
    if (gone.length > 0) await db.deleteFrom(table).where(oneOf(gone)).execute()
    return
  }
  await db
    .with('gone', (all) => all.deleteFrom(table).where(oneOf(gone)))
    .insertInto(table)
    .values([...rows])
    .onConflict((clash) =>
      clash.columns(['kind', 'id']).doUpdateSet((eb) => ({
        payload: eb.ref('excluded.payload'),
        grant_id: eb.ref('excluded.grant_id'),
        uid: eb.ref('excluded.uid'),
        account_id: eb.ref('excluded.account_id'),
        expires_at: eb.ref('excluded.expires_at'),
      })),
    )
    .$if(isSoon, (insert) => insert.returning(writtenSoon))
    .execute()
}

const oneOf = (keys: readonly RecordKey[]) =>
  keys.length === 0 ? sql<boolean>`false` : sql<boolean>`(kind, id) IN (${sql.join(keys.map(tuple))})`
const tuple = ({ kind, id }: RecordKey) => sql`(${kind}, ${id})`

/** Whether it was the first to: of two at the same time, one. What follows from it must be on the disk before it is told. */
export async function consumeRecord(db: Db, { kind, id }: RecordKey, at: Date): Promise<boolean> {
  const first = await db
    .updateTable(table)
    .set({ consumed_at: at })
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('consumed_at', 'is', null)
    .returning(writtenSoon)
    .executeTakeFirst()
  return first !== undefined
}

/** Adds what must be new; one whose time is over is none. Whether it was new. */
export async function addOnce(db: Db, row: RecordRow, at: Date): Promise<boolean> {
  const added = await db
    .insertInto(table)
    .values(row)
    .onConflict((clash) =>
      clash
        .columns(['kind', 'id'])
        .doUpdateSet({ expires_at: row.expires_at })
        .where('identity.oidc_record.expires_at', '<=', at),
    )
    .returning(writtenSoon)
    .executeTakeFirst()
  return added !== undefined
}

export async function removeGranted(db: Db, grantId: string): Promise<void> {
  await db.deleteFrom(table).where('grant_id', '=', grantId).execute()
}
