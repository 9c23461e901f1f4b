import { z } from 'zod'
import type { FailureCode } from '../../contract/failure.ts'
import { Policy } from '../../contract/policy.ts'
import { Sha256Hex } from '../../contract/protocol/digest.ts'

/** A file of certificates or lists that comes (its bytes are the proposal's attachment) or goes. */
export const TrustChange = z.object({
  action: z.enum(['add', 'remove']),
  sha256: Sha256Hex,
  name: z.string(),
  source: z.string(),
  /** Fingerprints that the proposer compared with their publisher's. */
  confirmed: z.array(Sha256Hex),
})

/** A form of the administrators' pages as it was sent, its own protection left out. */
const Said = z.record(z.string(), z.string())
export type Said = z.infer<typeof Said>
export const AskedDeed = z.object({ path: z.string(), deed: z.string(), params: Said, form: Said })

/** What can be proposed, by kind; a new kind is a row here and one in the table's CHECK. */
export const bodies = { policy: Policy, trust: TrustChange, deed: AskedDeed }
export type ProposalKind = keyof typeof bodies
export type ProposalBody<K extends ProposalKind> = z.infer<(typeof bodies)[K]>

/** What is answered to the proposer who approves (`own`), and where somebody approved before (`approved`). */
export const conflicts: Record<ProposalKind, { own: FailureCode; approved: FailureCode }> = {
  policy: { own: 'policy_conflict', approved: 'policy_conflict' },
  trust: { own: 'trust_conflict', approved: 'trust_conflict' },
  deed: { own: 'second_person_needed', approved: 'not_found' },
}
