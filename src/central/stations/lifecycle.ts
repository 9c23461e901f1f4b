import { Failure } from '../../contract/failure.ts'
import type { Central, Trx } from '../context.ts'
import { holdersOf } from '../applications/holders.ts'
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
 * Revokes a station; what it captured since `compromisedSince` is quarantined, and at its next contact it wipes itself.
 * Packets of that time that were approved already are called back for review, their applications with them. Code: not_found.
 */
export async function revokeStation(
  central: Pick<Central, 'db' | 'now' | 'adjudication'>,
  stationId: string,
  compromisedSince: Date,
): Promise<void> {
  const at = central.now()
  await central.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('station')
      .set({ state: 'revoked', revoked_at: at, compromised_since: compromisedSince })
      .where('station_id', '=', stationId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Failure('not_found', 'station')
    await quarantineSince(trx, stationId, compromisedSince, at)
    await appendEvent(trx, stationId, { type: 'wipe', reason: 'station_revoked' }, at)
  })
}

async function quarantineSince(trx: Trx, stationId: string, since: Date, at: Date): Promise<void> {
  const doubtful = await trx
    .updateTable('packet')
    .set({ state: 'QUARANTINED', reasons: JSON.stringify(['station_compromised']), decided_at: at })
    .where('station_id', '=', stationId)
    .where('captured_at', '>=', since)
    .where('state', '<>', 'QUARANTINED')
    .returning(['application_id', 'packet_id'])
    .execute()
  for (const { application_id, packet_id } of doubtful) {
    // Verified by nothing else than this packet: the citizen's application waits again for a decision.
    await trx
      .updateTable('application')
      .set({ status: 'open' })
      .where('application_id', '=', application_id)
      .where('status', 'in', ['verified', 'refused'])
      .execute()
    const body = { packet_id, decision: 'QUARANTINED', reasons: ['station_compromised'] }
    await appendEvent(trx, stationId, { type: 'decision', ...body }, at)
  }
}

/** Revokes an operator everywhere from `since` on, and tells the stations where they are known. */
export async function revokeOperator({ db, now }: Core, operatorId: string, since: Date): Promise<void> {
  const at = now()
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('revoked_operator')
      .values({ operator_id: operatorId, revoked_at: since })
      .onConflict((clash) => clash.column('operator_id').doNothing())
      .execute()
    const known = await trx
      .selectFrom('operator')
      .select('station_id')
      .where('operator_id', '=', operatorId)
      .orderBy('station_id')
      .execute()
    for (const { station_id } of known) {
      await appendEvent(trx, station_id, { type: 'operator_revoked', operator_id: operatorId }, at)
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
    .set({ status: 'cancelled' })
    .where('application_id', '=', applicationId)
    .returning('reference')
    .executeTakeFirst()
  if (found === undefined) throw new Failure('not_found', 'application')
  const at = now()
  const body = { application_id: applicationId, reference: found.reference }
  await db.transaction().execute(async (trx) => {
    for (const stationId of await holdersOf(trx, applicationId, at)) {
      await appendEvent(trx, stationId, { type: 'application_recalled', ...body }, at)
    }
  })
}
