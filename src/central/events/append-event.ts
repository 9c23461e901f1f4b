import type { Trx } from '../context.ts'

export type EventBody = {
  type: 'decision' | 'operator_revoked' | 'application_recalled' | 'wipe'
  [name: string]: unknown
}

/**
 * Appends to a station's events. The number comes from the station's row, whose lock is held until the transaction ends:
 * numbers appear in order, so that a station that has read up to n misses nothing below.
 */
export async function appendEvent(trx: Trx, stationId: string, { type, ...body }: EventBody, at: Date): Promise<void> {
  const row = await trx
    .updateTable('station')
    .set((eb) => ({ last_event: eb('last_event', '+', 1) }))
    .where('station_id', '=', stationId)
    .returning('last_event')
    .executeTakeFirst()
  if (row === undefined) return
  await trx
    .insertInto('event')
    .values({ station_id: stationId, number: row.last_event, type, at, body: JSON.stringify(body) })
    .execute()
}
