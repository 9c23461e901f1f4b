import { Failure } from '../../contract/failure.ts'
import type { Central, Trx } from '../context.ts'
import { holdersOf } from '../applications/holders.ts'
import { transact } from '../database/transact.ts'
import { appendEvent } from '../events/append-event.ts'

type Core = Pick<Central, 'db' | 'now'>

/** Activates a pending station once its thumbprint was compared. Codes: not_found, forbidden (thumbprint or state). */
export async function activateStation({ db, now }: Core, stationId: string, thumbprint: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('station')
    .set({ state: 'active', activated_at: now() })
    .where('station_id', '=', stationId)
    .where('state', '=', 'pending')
    .where('thumbprint', '=', thumbprint)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Failure('forbidden', 'not pending, or another thumbprint')
}

/**
 * Revokes a station; what it captured since `compromisedSince` (now at the latest; a second time: the earlier of the two) is
 * quarantined, and at its next contact it wipes itself. Packets of that time that were approved already are called back for
 * review, their applications with them.
 * Code: not_found.
 */
export async function revokeStation({ db, now }: Core, stationId: string, compromisedSince: Date): Promise<void> {
  const at = now()
  const since = compromisedSince < at ? compromisedSince : at
  await transact(db, async (trx) => {
    const station = await trx
      .selectFrom('station')
      .select('compromised_since')
      .where('station_id', '=', stationId)
      .forUpdate()
      .executeTakeFirst()
    if (station === undefined) throw new Failure('not_found', 'station')
    const before = station.compromised_since
    await trx
      .updateTable('station')
      .set({ state: 'revoked', revoked_at: at, compromised_since: earlier(before, since) })
      .where('station_id', '=', stationId)
      .execute()
    await quarantine(trx, { stationId, operatorId: null, since, before, reason: 'station_compromised' }, at)
    await appendEvent(trx, stationId, { type: 'wipe', reason: 'station_revoked' }, at)
  })
}

/** `before`: from when on packets were set aside already; since then a person may have decided them. */
type Doubt = { stationId: string; operatorId: string | null; since: Date; before: Date | null; reason: string }

const earlier = (one: Date | null, other: Date): Date => (one !== null && one < other ? one : other)

/** Sets aside what a station, or one operator there, captured since a moment; the station's row must be locked. */
async function quarantine(trx: Trx, doubt: Doubt, at: Date): Promise<void> {
  const { stationId, operatorId, since, before, reason } = doubt
  const doubtful = await trx
    .updateTable('packet')
    .set({ state: 'QUARANTINED', reasons: JSON.stringify([reason]), decided_at: at, decided_by: 'central' })
    .where('station_id', '=', stationId)
    .where('captured_at', '>=', since)
    .where('state', '<>', 'QUARANTINED')
    .$if(before !== null, (query) => query.where('captured_at', '<', before))
    .$if(operatorId !== null, (query) => query.where('operator_id', '=', operatorId!))
    .returning(['application_id', 'packet_id', 'delivered_by'])
    .execute()
  for (const { application_id, packet_id, delivered_by } of doubtful) {
    // Only what this very packet closed: another station may have verified the citizen since.
    await trx
      .updateTable('application')
      .set({ status: 'open', closed_by: null })
      .where('application_id', '=', application_id)
      .where('closed_by', '=', packet_id)
      .where('status', 'in', ['verified', 'refused'])
      .execute()
    const body = { packet_id, decision: 'QUARANTINED', reasons: [reason] }
    for (const station of new Set([stationId, delivered_by])) {
      await appendEvent(trx, station, { type: 'decision', ...body }, at)
    }
  }
}

/**
 * Revokes an operator everywhere from `since` on (a second time: from the earlier of the two), tells the stations where they are
 * known, and sets aside what they captured there since, approved or not.
 */
export async function revokeOperator({ db, now }: Core, operatorId: string, since: Date): Promise<void> {
  const at = now()
  await transact(db, async (trx) => {
    const revoked = await trx
      .selectFrom('revoked_operator')
      .select('revoked_at')
      .where('operator_id', '=', operatorId)
      .forUpdate()
      .executeTakeFirst()
    const before = revoked?.revoked_at ?? null
    const revoked_at = earlier(before, since)
    await trx
      .insertInto('revoked_operator')
      .values({ operator_id: operatorId, revoked_at })
      .onConflict((clash) => clash.column('operator_id').doUpdateSet({ revoked_at }))
      .execute()
    const known = await trx
      .selectFrom('operator')
      .select('station_id')
      .where('operator_id', '=', operatorId)
      .orderBy('station_id')
      .execute()
    for (const { station_id } of known) {
      await appendEvent(trx, station_id, { type: 'operator_revoked', operator_id: operatorId }, at)
      await quarantine(trx, { stationId: station_id, operatorId, since, before, reason: 'operator_revoked' }, at)
    }
  })
}

/**
 * Cancels an application and tells the stations that may have it open (applications/holders.ts). The state is written before
 * the holders are read, not with it: who looks the application up meanwhile is told, or finds it cancelled. Where it fails
 * in the middle it is done again by calling it again. Code: not_found.
 */
export async function recallApplication({ db, now }: Core, applicationId: string): Promise<void> {
  const found = await db
    .updateTable('application')
    .set({ status: 'cancelled', closed_by: null })
    .where('application_id', '=', applicationId)
    .returning('reference')
    .executeTakeFirst()
  if (found === undefined) throw new Failure('not_found', 'application')
  const at = now()
  const body = { application_id: applicationId, reference: found.reference }
  await transact(db, async (trx) => {
    for (const stationId of await holdersOf(trx, applicationId, at)) {
      await appendEvent(trx, stationId, { type: 'application_recalled', ...body }, at)
    }
  })
}
