import { Failure } from '../../contract/failure.ts'
import { z } from 'zod'
import type { Central, Trx } from '../context.ts'
import { transact } from '../database/transact.ts'
import { appendEvent } from '../events/append-event.ts'
import { earlier, quarantine } from './quarantine.ts'
import { requireStation } from './station.ts'

const BranchName = z.string().trim().min(1).max(80)

type Core = Pick<Central, 'db' | 'now'>

/**
 * Activates a pending station once its thumbprint was compared; the one in whose place it stands retires with it. Code: forbidden
 * (thumbprint or state).
 */
export async function activateStation({ db, now }: Core, stationId: string, thumbprint: string): Promise<void> {
  await transact(db, async (trx) => {
    const activated = await trx
      .updateTable('station')
      .set({ state: 'active', activated_at: now() })
      .where('station_id', '=', stationId)
      .where('state', '=', 'pending')
      .where('thumbprint', '=', thumbprint)
      .returning('replaces')
      .executeTakeFirst()
    if (activated === undefined) throw new Failure('forbidden', 'not pending, or another thumbprint')
    if (activated.replaces !== null) await retire(trx, activated.replaces, now())
  })
}

const retire = (trx: Trx, stationId: string, at: Date) =>
  trx
    .updateTable('station')
    .set({ state: 'retired', retired_at: at })
    .where('station_id', '=', stationId)
    .where('state', 'in', ['pending', 'active'])
    .executeTakeFirst()

/**
 * Takes a kiosk out of service that nobody stole: it opens no visit any more and says so, and delivers what it sealed. Nothing is wiped.
 * Codes: not_found, station_revoked, station_retired.
 */
export async function retireStation({ db, now }: Core, stationId: string): Promise<void> {
  await transact(db, async (trx) => {
    const { state } = await requireStation(trx, stationId)
    if (state === 'revoked') throw new Failure('station_revoked')
    if (state === 'retired') throw new Failure('station_retired')
    await retire(trx, stationId, now())
  })
}

/** The kiosk shows the new name with its next configuration. Codes: not_found, request_invalid. */
export async function renameStation({ db }: Pick<Core, 'db'>, stationId: string, branchName: string): Promise<void> {
  const parsed = BranchName.safeParse(branchName)
  if (!parsed.success) throw new Failure('request_invalid', 'branch name')
  const { numUpdatedRows } = await db
    .updateTable('station')
    .set({ branch_name: parsed.data })
    .where('station_id', '=', stationId)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Failure('not_found', 'station')
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
