import { randomUUID } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import { Policy } from '../../contract/policy.ts'
import type { Client } from '../clients/client.ts'
import type { Central } from '../context.ts'
import { transact } from '../database/transact.ts'
import { currentPolicy } from '../stations/config.ts'

type Core = Pick<Central, 'db' | 'now'>

/** Proposes the next policy; it changes nothing until somebody else approves it. Code: policy_conflict (not the next version). */
export async function proposePolicy({ db, now }: Core, policy: Policy, by: Client): Promise<string> {
  const body = Policy.parse(policy)
  if (body.version !== (await currentPolicy(db)).version + 1) throw new Failure('policy_conflict', 'version')
  const proposal_id = randomUUID()
  await db
    .insertInto('policy_proposal')
    .values({
      proposal_id,
      version: body.version,
      body: JSON.stringify(body),
      proposed_by: by.client_id,
      proposer: by.holder,
      proposed_at: now(),
    })
    .execute()
  return proposal_id
}

/**
 * Puts a proposed policy in force: by another client whose holder is another person (the database holds to that too). Every
 * station gets it, signed, with its next configuration. Codes: not_found, policy_conflict.
 */
export async function approvePolicy({ db, now }: Core, proposalId: string, by: Client): Promise<Policy> {
  return transact(db, async (trx) => {
    const proposal = await trx
      .selectFrom('policy_proposal')
      .selectAll()
      .where('proposal_id', '=', proposalId)
      .forUpdate()
      .executeTakeFirst()
    if (proposal === undefined) throw new Failure('not_found', 'proposal')
    if (proposal.approved_at !== null) throw new Failure('policy_conflict', 'approved')
    const isOther = proposal.proposed_by !== by.client_id && proposal.proposer !== by.holder
    if (!isOther) throw new Failure('policy_conflict', 'approver is proposer')
    const body = Policy.parse(proposal.body)
    const { numInsertedOrUpdatedRows: added } = await trx
      .insertInto('policy')
      .values({ version: body.version, body: JSON.stringify(body), set_at: now() })
      .onConflict((clash) => clash.doNothing())
      .executeTakeFirst()
    if (added === 0n) throw new Failure('policy_conflict', 'version')
    await trx
      .updateTable('policy_proposal')
      .set({ approved_by: by.client_id, approver: by.holder, approved_at: now() })
      .where('proposal_id', '=', proposalId)
      .execute()
    return body
  })
}
