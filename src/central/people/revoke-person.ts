import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { transact } from '../database/transact.ts'
import { appendEvent } from '../events/append-event.ts'
import { earlier, quarantine } from '../stations/quarantine.ts'
import { endKeys } from './keys.ts'

/**
 * Revokes a person and every key of theirs everywhere from `since` on (a second time: from the earlier of the two), tells the
 * stations where they are known, and sets aside what they captured there since, approved or not. Codes: not_found, time_in_future.
 */
export async function revokeOperator(
  { db, now }: Pick<Central, 'db' | 'now'>,
  personId: string,
  since: Date,
): Promise<void> {
  const at = now()
  if (since > at) throw new Failure('time_in_future')
  await transact(db, async (trx) => {
    const person = await trx
      .selectFrom('person')
      .select('revoked_at')
      .where('person_id', '=', personId)
      .forUpdate()
      .executeTakeFirst()
    if (person === undefined) throw new Failure('not_found', 'person')
    const before = person.revoked_at
    const revoked_at = earlier(before, since)
    await trx.updateTable('person').set({ revoked_at }).where('person_id', '=', personId).execute()
    await endKeys(trx, { personId, stationId: null, but: null, at: revoked_at })
    const stations = await trx
      .selectFrom('assignment')
      .select('station_id')
      .where('person_id', '=', personId)
      .orderBy('station_id')
      .execute()
    for (const { station_id } of stations) {
      await appendEvent(trx, station_id, { type: 'operator_revoked', operator_id: personId }, at)
      const doubt = { stationId: station_id, operatorId: personId, since, before, reason: 'operator_revoked' }
      await quarantine(trx, doubt, at)
    }
  })
}
