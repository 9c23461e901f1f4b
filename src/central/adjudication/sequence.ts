import type { Trx } from '../context.ts'
import type { StoredPacket } from './load-case.ts'

/** A packet that left just after another may arrive before it; a station tries again after 15 minutes at most. */
export const lateAfterMs = 20 * 60_000

/**
 * Compares a packet with its neighbours in the station's series, whichever came first, and keeps account of gaps: this packet
 * waits for the one before it or does not, and the one after it waits no longer. Under the station's row lock, so that
 * of two neighbours decided at once the second sees the first. True where the chain of hashes is contradicted.
 */
export async function followSequence(trx: Trx, packet: StoredPacket): Promise<boolean> {
  const { station_id, seq, sha256, prev_hash, received_at } = packet
  const beside = await trx
    .selectFrom('packet')
    .select(['seq', 'sha256', 'prev_hash', 'gap_since'])
    .where('station_id', '=', station_id)
    .where('seq', 'in', [seq - 1, seq + 1])
    .execute()
  const before = beside.find((one) => one.seq === seq - 1)
  const after = beside.find((one) => one.seq === seq + 1)
  if (seq > 1 && before === undefined) await setGap(trx, station_id, seq, received_at)
  if (after !== undefined && after.gap_since !== null) await setGap(trx, station_id, seq + 1, null)
  const contradictsBefore = before !== undefined && before.sha256 !== prev_hash
  return contradictsBefore || (after !== undefined && after.prev_hash !== sha256)
}

async function setGap(trx: Trx, stationId: string, seq: number, since: Date | null): Promise<void> {
  await trx
    .updateTable('packet')
    .set({ gap_since: since })
    .where('station_id', '=', stationId)
    .where('seq', '=', seq)
    .execute()
}
