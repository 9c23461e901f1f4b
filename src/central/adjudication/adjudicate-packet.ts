import type { Central, PacketKey } from '../context.ts'

export async function adjudicatePacket(central: Central, key: PacketKey): Promise<void> {
  await central.db
    .updateTable('packet')
    .set({ state: 'VERIFYING' })
    .where('station_id', '=', key.stationId)
    .where('packet_id', '=', key.packetId)
    .where('state', '=', 'RECEIVED')
    .execute()
}
