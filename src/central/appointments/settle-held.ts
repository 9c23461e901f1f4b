import { visitWindowMs } from '../../enrolment/visit-story.ts'
import type { Trx } from '../context.ts'
import type { StoredPacket } from '../adjudication/load-case.ts'

/** A packet of somebody who was seen makes the operator's visit `done`, whatever was said of it before (enrolment/visit-story.ts). */
export async function settleHeldVisit(
  trx: Trx,
  packet: Pick<StoredPacket, 'packet_id' | 'application_id' | 'operator_id' | 'captured_at'>,
): Promise<void> {
  const at = packet.captured_at.getTime()
  await trx
    .updateTable('appointment')
    .set({
      outcome: 'done',
      outcome_at: packet.captured_at,
      outcome_note: null,
      outcome_by: packet.operator_id,
      outcome_packet: packet.packet_id,
    })
    .where('application_id', '=', packet.application_id)
    .where('operator_id', '=', packet.operator_id)
    .where('outcome_packet', 'is', null)
    .where('starts_at', '>', new Date(at - visitWindowMs.before))
    .where('starts_at', '<', new Date(at + visitWindowMs.after))
    .execute()
}
