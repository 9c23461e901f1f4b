import { Failure } from '../../contract/failure.ts'
import type { Central, PacketKey } from '../context.ts'
import { transact } from '../database/transact.ts'
import type { OutcomeReason } from '../../contract/decision.ts'
import type { Verdict } from './case.ts'
import { readOrCode, writeVerdict } from './adjudicate-packet.ts'
import { judgeCase } from './judge.ts'
import { loadCase, selectPacket, type StoredPacket } from './load-case.ts'
import { isBorneOut, type GroundedDecision } from './review-grounds.ts'

/** Words of the reviewer's own stand in the audit; the decision says its grounds by their codes. */
export type ManualDecision = GroundedDecision & { decidedBy: string }

/** Grounds of a refusal that the facts show when judged now; none of what cannot be judged again. */
async function groundsShown(central: Central, packet: StoredPacket): Promise<OutcomeReason[]> {
  const payload = readOrCode(packet, central)
  if (typeof payload === 'string') return []
  const { judged } = judgeCase({ ...(await loadCase(central, packet, payload)), chainBroken: false })
  return judged?.own.grounds ?? []
}

/**
 * A person's decision on a packet in review or quarantine; `NOT_VERIFIED`: a second visit with another clerk, the application stays open.
 * Codes: not_found, forbidden (decided), review_ground_wrong (the record does not bear it out), unavailable,
 * application_*.
 */
export async function decideManually(
  central: Central,
  key: PacketKey,
  { decidedBy, ...decision }: ManualDecision,
): Promise<void> {
  const { db, now } = central
  const { state, grounds } = decision
  const looked = await selectPacket(central.db, key).executeTakeFirst()
  if (looked === undefined) throw new Failure('not_found', 'packet')
  const shown = state === 'REJECTED' ? await groundsShown(central, looked) : []
  await transact(db, async (trx) => {
    const packet = await selectPacket(trx, key).forUpdate().executeTakeFirst()
    if (packet === undefined) throw new Failure('not_found', 'packet')
    if (packet.state !== 'MANUAL_REVIEW' && packet.state !== 'QUARANTINED') throw new Failure('forbidden', 'decided')
    if (!isBorneOut(decision, { ...packet, shown })) throw new Failure('review_ground_wrong', state)
    const closes = packet.outcome === 'approved' || packet.outcome === 'refused'
    const verdict: Verdict = {
      state,
      reasons: [...grounds],
      notes: packet.notes,
      application: closes ? 'refused' : null,
    }
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
