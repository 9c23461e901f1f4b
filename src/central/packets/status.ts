import type { z } from 'zod'
import { PacketStatusAnswer, PacketStatusRequest } from '../../contract/protocol/packet-answers.ts'
import { toldReasons } from '../adjudication/told-reasons.ts'
import { defineRoute } from '../http/route.ts'

type PacketStatusRequest = z.infer<typeof PacketStatusRequest>

/** POST /v1/packets/status: only packets that this station sealed or delivered; any other is UNKNOWN to it. */
export const packetStatusRoute = defineRoute<'station', null, null, PacketStatusRequest>('station', {
  method: 'POST',
  path: '/v1/packets/status',
  summary: 'Where up to 200 packets stand',
  states: ['active', 'revoked', 'retired'],
  body: PacketStatusRequest,
  answers: { 200: { description: 'States, in the order asked', schema: PacketStatusAnswer } },
  async handle({ caller, body }, { db }) {
    const rows = await db
      .selectFrom('packet')
      .select(['packet_id', 'state', 'reasons'])
      .where('packet_id', 'in', body.packet_ids)
      .where((eb) => eb.or([eb('station_id', '=', caller.station_id), eb('delivered_by', '=', caller.station_id)]))
      .execute()
    const known = new Map(rows.map((row) => [row.packet_id, { ...row, reasons: toldReasons(row.reasons) }]))
    const packets = body.packet_ids.map((id) => known.get(id) ?? { packet_id: id, state: 'UNKNOWN', reasons: [] })
    return { status: 200, body: { packets } }
  },
})
