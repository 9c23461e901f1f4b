import type { Role } from '../../contract/operator.ts'
import type { PacketPayload } from '../../contract/sync.ts'
import type { Central, Db } from '../context.ts'
import { thumbprintOf } from '../../jose/public-key.ts'

type SeenOperator = PacketPayload['operator']

/** Takes the key of an operator nobody has told central about yet; a second, unannounced key is not taken. */
export async function pinFirstKey(
  { db, now }: Pick<Central, 'db' | 'now'>,
  station_id: string,
  operator: SeenOperator,
): Promise<void> {
  const { operator_id, role, trained_on, key } = operator
  const first_seen_at = now()
  const thumbprint = thumbprintOf(key)
  // Together: who finds the operator there finds the key as well.
  await db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows: isNew } = await trx
      .insertInto('operator')
      .values({ station_id, operator_id, display_name: null, role, trained_on, first_seen_at })
      .onConflict((clash) => clash.doNothing())
      .executeTakeFirst()
    if (isNew === 0n) return
    await trx
      .insertInto('operator_key')
      .values({ station_id, operator_id, thumbprint, first_seen_at })
      .onConflict((clash) => clash.doNothing())
      .execute()
  })
}

/** Whether a key belongs to an operator of a station, in a role where that is asked. */
export async function isKnownKey(
  db: Db,
  stationId: string,
  operatorId: string,
  thumbprint: string,
  role: Role | null = null,
): Promise<boolean> {
  let query = db
    .selectFrom('operator_key')
    .innerJoin('operator', (join) =>
      join
        .onRef('operator.station_id', '=', 'operator_key.station_id')
        .onRef('operator.operator_id', '=', 'operator_key.operator_id'),
    )
    .select('operator.role')
    .where('operator_key.station_id', '=', stationId)
    .where('operator_key.operator_id', '=', operatorId)
    .where('operator_key.thumbprint', '=', thumbprint)
  if (role !== null) query = query.where('operator.role', '=', role)
  return (await query.executeTakeFirst()) !== undefined
}

/** Whether a station has made an operator known. */
export async function isOperatorKnown(db: Db, stationId: string, operatorId: string): Promise<boolean> {
  const row = await db
    .selectFrom('operator')
    .select('operator_id')
    .where('station_id', '=', stationId)
    .where('operator_id', '=', operatorId)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether an operator may not act at a station any more, by the administrator's word or the branch's. */
export async function isOperatorRevoked(db: Db, stationId: string, operatorId: string, at: Date): Promise<boolean> {
  const since = await operatorRevocation(db, stationId, operatorId)
  return since !== null && since <= at
}

/** Since when an operator may not act: by the administrator everywhere or by the branch at its station. */
export async function operatorRevocation(db: Db, stationId: string, operatorId: string): Promise<Date | null> {
  const everywhere = await db
    .selectFrom('revoked_operator')
    .select('revoked_at')
    .where('operator_id', '=', operatorId)
    .executeTakeFirst()
  const here = await db
    .selectFrom('operator')
    .select('revoked_at')
    .where('station_id', '=', stationId)
    .where('operator_id', '=', operatorId)
    .executeTakeFirst()
  const times = [everywhere?.revoked_at, here?.revoked_at].filter((time) => time instanceof Date)
  return times.sort((a, b) => a.getTime() - b.getTime())[0] ?? null
}
