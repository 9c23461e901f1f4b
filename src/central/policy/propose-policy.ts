import { Failure } from '../../contract/failure.ts'
import { Policy } from '../../contract/policy.ts'
import type { Central } from '../context.ts'
import { approveWith, propose } from '../proposals/proposal.ts'
import type { Proposer } from '../proposals/proposer.ts'
import { currentPolicy, refuseFallingBack, setPolicy } from '../stations/config.ts'

type Core = Pick<Central, 'db' | 'now'>

/** Proposes the next policy. Code: policy_conflict (not the next version, or one by which a kiosk's minimum version falls). */
export async function proposePolicy(core: Core, policy: Policy, by: Proposer): Promise<string> {
  const body = Policy.parse(policy)
  if (body.version !== (await currentPolicy(core.db)).version + 1) throw new Failure('policy_conflict', 'version')
  await refuseFallingBack(core.db, body, core.now())
  return propose(core, 'policy', body, by)
}

/**
 * Puts a proposed policy in force, by a second person. Every station gets it, signed, with its next configuration. Codes:
 * not_found, policy_conflict.
 */
export function approvePolicy(core: Core, proposalId: string, by: Proposer): Promise<Policy> {
  return approveWith(core, 'policy', proposalId, by, async (trx, { body }, at) => {
    await setPolicy(trx, body, at)
    return body
  })
}
