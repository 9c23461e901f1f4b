import type { Central } from '../context.ts'

/** Has a station's set-aside packets judged again, where one of the given reasons held them up. Returns how many. */
export async function requeue(central: Central, stationId: string, reasons: readonly string[]): Promise<number> {
  const requeued = await central.db.transaction().execute(async (trx) => {
    const aside = await trx
      .selectFrom('packet')
      .select(['packet_id', 'reasons'])
      .where('station_id', '=', stationId)
      .where('state', 'in', ['QUARANTINED', 'MANUAL_REVIEW'])
      .execute()
    const ids = aside.filter((row) => row.reasons.some((one) => reasons.includes(one))).map((row) => row.packet_id)
    if (ids.length === 0) return 0
    await trx
      .updateTable('packet')
      .set({ state: 'RECEIVED' })
      .where('station_id', '=', stationId)
      .where('packet_id', 'in', ids)
      // A person may have decided it a moment ago.
      .where('state', 'in', ['QUARANTINED', 'MANUAL_REVIEW'])
      .execute()
    await central.adjudication.enqueue(
      trx,
      ids.map((packetId) => ({ stationId, packetId })),
    )
    return ids.length
  })
  central.adjudication.wake()
  return requeued
}
