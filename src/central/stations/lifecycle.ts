import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { transact } from '../database/transact.ts'
import { appendEvent } from '../events/append-event.ts'
import { earlier, quarantine } from './quarantine.ts'

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
 * Revokes a station; what it captured since `compromisedSince` (a second time: the earlier of the two) is
 * quarantined, and at its next contact it wipes itself. Packets of that time that were approved already are called back for
 * review, their applications with them.
 * Codes: not_found, time_in_future.
 */
export async function revokeStation({ db, now }: Core, stationId: string, compromisedSince: Date): Promise<void> {
  const at = now()
  const since = compromisedSince
  // Never shortened in silence: a time in the future is a wrong zone or a slip.
  if (since > at) throw new Failure('time_in_future')
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
