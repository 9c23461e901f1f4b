import { randomUUID } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { Central, Db, Trx } from '../context.ts'
import { transact } from '../database/transact.ts'
import { bodies, conflicts, type ProposalBody, type ProposalKind } from './kinds.ts'
import { isSameProposer, type Proposer } from './proposer.ts'

type Core = Pick<Central, 'db' | 'now'>

/** What waits for a second person. */
export type Proposal<K extends ProposalKind> = {
  proposalId: string
  kind: K
  body: ProposalBody<K>
  attachment: Uint8Array | null
  by: Proposer
  proposedAt: Date
}

/** Writes down what somebody proposes, and returns its id: nothing changes until another approves it. */
export async function propose<K extends ProposalKind>(
  { db, now }: Core,
  kind: K,
  body: ProposalBody<K>,
  by: Proposer,
  attachment: Uint8Array | null = null,
): Promise<string> {
  const proposal_id = randomUUID()
  await db
    .insertInto('proposal')
    .values({
      proposal_id,
      kind,
      body: JSON.stringify(body),
      attachment: attachment && Buffer.from(attachment),
      proposed_by: by.means,
      proposer: by.person,
      proposed_at: now(),
      outcome: 'waiting',
    })
    .execute()
  return proposal_id
}

const mostShown = 100
const columns = ['proposal_id', 'body', 'attachment', 'proposed_by', 'proposer', 'proposed_at'] as const
type Row = {
  proposal_id: string
  body: unknown
  attachment: Uint8Array | null
  proposed_by: string
  proposer: string
  proposed_at: Date
}

function readRow<K extends ProposalKind>(kind: K, row: Row): Proposal<K> {
  return {
    proposalId: row.proposal_id,
    kind,
    body: bodies[kind].parse(row.body) as ProposalBody<K>,
    attachment: row.attachment,
    by: { means: row.proposed_by, person: row.proposer },
    proposedAt: row.proposed_at,
  }
}

/** What waits of one kind, the longest waiting first; 100 at most. */
export async function waitingProposals<K extends ProposalKind>(db: Db, kind: K): Promise<Proposal<K>[]> {
  const rows = await db
    .selectFrom('proposal')
    .select(columns)
    .where('kind', '=', kind)
    .where('outcome', '=', 'waiting')
    .orderBy('proposed_at')
    .limit(mostShown)
    .execute()
  return rows.map((row) => readRow(kind, row))
}

/** Codes: not_found (never proposed, withdrawn or refused); the kind's own for what is approved already. */
export async function requireProposal<K extends ProposalKind>(
  db: Db,
  kind: K,
  proposalId: string,
): Promise<Proposal<K>> {
  const row = await db
    .selectFrom('proposal')
    .select([...columns, 'outcome'])
    .where('kind', '=', kind)
    .where('proposal_id', '=', proposalId)
    .executeTakeFirst()
  if (row?.outcome === 'waiting') return readRow(kind, row)
  throw new Failure(row?.outcome === 'approved' ? conflicts[kind].approved : 'not_found', 'proposal')
}

/**
 * Ends what waits, once, however many try; an approval takes somebody else than the proposer (the database holds to both). Codes: the
 * kind's own (its proposer approves, or somebody was faster).
 */
export async function concludeProposal(
  db: Db,
  { proposalId, kind, by: proposer }: Proposal<ProposalKind>,
  outcome: 'approved' | 'withdrawn',
  by: Proposer,
  at: Date,
): Promise<void> {
  if (outcome === 'approved' && isSameProposer(proposer, by))
    throw new Failure(conflicts[kind].own, 'approver is proposer')
  const { numUpdatedRows } = await db
    .updateTable('proposal')
    .set({ outcome, decided_by: by.means, decider: by.person, decided_at: at, attachment: null })
    .where('proposal_id', '=', proposalId)
    .where('outcome', '=', 'waiting')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Failure(conflicts[kind].approved, 'decided meanwhile')
}

/** Approves and does `effect` in one transaction: both or neither. Codes: those of the two functions above and of `effect`. */
export function approveWith<K extends ProposalKind, T>(
  { db, now }: Core,
  kind: K,
  proposalId: string,
  by: Proposer,
  effect: (trx: Trx, proposal: Proposal<K>, at: Date) => Promise<T>,
): Promise<T> {
  return transact(db, async (trx) => {
    const proposal = await requireProposal(trx, kind, proposalId)
    const at = now()
    await concludeProposal(trx, proposal, 'approved', by, at)
    return effect(trx, proposal, at)
  })
}

/** What was approved could not be done: it counts for nothing. */
export async function refuseProposal(db: Db, proposalId: string): Promise<void> {
  await db.updateTable('proposal').set({ outcome: 'refused' }).where('proposal_id', '=', proposalId).execute()
}
