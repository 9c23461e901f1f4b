import { Failure } from '../../contract/failure.ts'
import type { Central, PacketKey } from '../context.ts'
import { transact } from '../database/transact.ts'
import type { Verdict } from './case.ts'
import { writeVerdict } from './adjudicate-packet.ts'

export type ManualDecision = { state: 'APPROVED' | 'REJECTED' | 'NOT_VERIFIED'; reason: string; decidedBy: string }

/**
 * A person's decision on a packet in review or quarantine; `NOT_VERIFIED`: a second visit with another clerk, the application stays open.
 * Codes: not_found, forbidden (decided), application_*.
 */
export async function decideManually(
  { db, now }: Pick<Central, 'db' | 'now'>,
  { stationId, packetId }: PacketKey,
  { state, reason, decidedBy }: ManualDecision,
): Promise<void> {
  await transact(db, async (trx) => {
    const packet = await trx
      .selectFrom('packet')
      .selectAll()
      .where('station_id', '=', stationId)
      .where('packet_id', '=', packetId)
      .forUpdate()
      .executeTakeFirst()
    if (packet === undefined) throw new Failure('not_found', 'packet')
    if (packet.state !== 'MANUAL_REVIEW' && packet.state !== 'QUARANTINED') throw new Failure('forbidden', 'decided')
    const closes = packet.outcome === 'approved' || packet.outcome === 'refused'
    const verdict: Verdict = { state, reasons: [reason], notes: packet.notes, application: closes ? 'refused' : null }
    if (state === 'NOT_VERIFIED') verdict.application = 'again'
    if (state === 'APPROVED') {
      const application = await trx
        .selectFrom('application')
        .select('status')
        .where('application_id', '=', packet.application_id)
        .forUpdate()
        .executeTakeFirst()
      if (application === undefined) throw new Failure('application_unknown')
      if (application.status === 'verified') throw new Failure('application_already_verified')
      if (application.status !== 'open' || packet.outcome !== 'approved')
        throw new Failure('forbidden', 'not approvable')
      verdict.application = 'verified'
    }
    await writeVerdict(trx, packet, verdict, decidedBy, now())
  })
}
