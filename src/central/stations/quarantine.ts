import type { Trx } from '../context.ts'
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
