import type { Trx } from '../context.ts'
import { advanceIfPossible } from '../intake/advance.ts'
import { appendEvent } from '../events/append-event.ts'

/** `before`: from when on packets were set aside already; since then a person may have decided them. */
export type Doubt = { stationId: string; operatorId: string | null; since: Date; before: Date | null; reason: string }

export const earlier = (one: Date | null, other: Date): Date => (one !== null && one < other ? one : other)

/** Sets aside what a station, or one operator there, captured since a moment; the station's row must be locked. */
export async function quarantine(trx: Trx, doubt: Doubt, at: Date): Promise<void> {
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
    await callBack(trx, application_id, packet_id, at)
    const body = { packet_id, decision: 'QUARANTINED', reasons: [reason] }
    for (const station of new Set([stationId, delivered_by])) {
      await appendEvent(trx, station, { type: 'decision', ...body }, at)
    }
  }
}

/** Only what this very packet closed: another station may have verified the citizen since. */
export async function callBack(trx: Trx, applicationId: string, packetId: string, at: Date): Promise<void> {
  const closed = await trx
    .selectFrom('application')
    .select('state')
    .where('application_id', '=', applicationId)
    .where('closed_by', '=', packetId)
    .executeTakeFirst()
  if (closed === undefined) return
  const event = closed.state === 'APPROVED' ? 'suspended' : 'reopened'
  await advanceIfPossible(trx, { applicationId, event, at })
}
