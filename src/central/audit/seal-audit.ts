import { createHash } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import { canonicalJson } from '../../jose/canonical-json.ts'
import type { Central, Db, Trx } from '../context.ts'
import type { Tables } from '../database/tables.ts'

type Row = Selectable<Tables['audit']>
export type Seal = Selectable<Tables['audit_seal']>

/** Rows of one lot: it is held whole in memory. */
const mostRows = 2_000
/** What was begun so long ago was broken off, and is sealed as it stands. */
const brokenOffMs = 3_600_000

/** Before the first lot. */
export const noHash = createHash('sha256').update('').digest('hex')

/** SHA-256 over everything that a row says (RFC 8785), lower-case hex. */
const hashOfRow = ({ sealed: _, at, ...row }: Row): string =>
  createHash('sha256')
    .update(canonicalJson({ ...row, at: at.toISOString() }))
    .digest('hex')

/** Over the lot before it and the rows of this one, in the order of their time. */
export function hashOfLot(seq: number, prevHash: string, rows: readonly Row[]): string {
  const ordered = [...rows].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.audit_id < b.audit_id ? -1 : 1))
  const said = { seq, prev_hash: prevHash, rows: ordered.map(hashOfRow) }
  return createHash('sha256').update(canonicalJson(said)).digest('hex')
}

export const lastSeal = (db: Db | Trx, before?: Date): Promise<Seal | undefined> =>
  db
    .selectFrom('audit_seal')
    .selectAll()
    .$if(before !== undefined, (query) => query.where('sealed_at', '<', before!))
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()

/**
 * Seals what is over and not sealed yet. Any instance may, at any time: of two that take the same number the second gives way, and what it
 * would have sealed is sealed the next time.
 */
export async function sealAudit({ db, now }: Pick<Central, 'db' | 'now'>): Promise<void> {
  for (;;) if ((await db.transaction().execute((trx) => sealLot(trx, now()))) < mostRows) return
}

async function sealLot(trx: Trx, at: Date): Promise<number> {
  const last = await lastSeal(trx)
  const [seq, prev_hash] = [(last?.seq ?? 0) + 1, last?.hash ?? noHash]
  const begun = new Date(at.getTime() - brokenOffMs)
  const { rows } = await sql<Row>`UPDATE audit SET sealed = ${seq} WHERE (station_id, audit_id) IN (
    SELECT station_id, audit_id FROM audit WHERE sealed IS NULL AND (result <> 'begun' OR at < ${begun})
    ORDER BY at, audit_id LIMIT ${mostRows} FOR UPDATE SKIP LOCKED) RETURNING *`.execute(trx)
  if (rows.length === 0) return 0
  const hash = hashOfLot(seq, prev_hash, rows)
  const { numInsertedOrUpdatedRows: added } = await trx
    .insertInto('audit_seal')
    .values({ seq, prev_hash, rows: rows.length, hash, sealed_at: at })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (added !== 0n) return rows.length
  await sql`UPDATE audit SET sealed = NULL WHERE (station_id, audit_id) IN (${sql.join(
    rows.map(({ station_id, audit_id }) => sql`(${station_id}::uuid, ${audit_id}::uuid)`),
  )})`.execute(trx)
  return 0
}
