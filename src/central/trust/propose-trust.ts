import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { reviewImport, toConfirm, type TrustItem, type TrustStore } from '../../emrtd/verify.ts'
import type { Central } from '../context.ts'
import {
  approveWith,
  concludeProposal,
  propose,
  requireProposal,
  waitingProposals,
  type Proposal,
} from '../proposals/proposal.ts'
import type { Proposer } from '../proposals/proposer.ts'
import { insertTrustFile, readTrustFile, removeTrustFile, sha256Of, type TrustFile } from './trust-files.ts'

type Core = Pick<Central, 'db' | 'environment' | 'now' | 'trust'>

/** What a file would bring and how far it can be believed. Codes: those of `readTrustFile`. */
export async function reviewTrustFile(
  central: Pick<Core, 'environment' | 'trust' | 'now'>,
  file: Omit<TrustFile, 'source'>,
): Promise<TrustItem[]> {
  return reviewImport(readTrustFile(file, central.environment), await central.trust(), central.now())
}

/** Codes: trust_issuer_unknown, trust_confirmation_missing (a fingerprint that nobody vouches for was not confirmed). */
export function requireConfirmed(items: readonly TrustItem[], confirmed: readonly string[]): void {
  const open = toConfirm(items)
  if (open === null) throw new Failure('trust_issuer_unknown')
  if (open.some((fingerprint) => !confirmed.includes(fingerprint))) throw new Failure('trust_confirmation_missing')
}

/**
 * Proposes a file; it changes nothing until somebody else approves it, who confirms the same fingerprints. Codes: those of
 * `reviewTrustFile` and `requireConfirmed`.
 */
export async function proposeTrust(
  central: Core,
  file: TrustFile,
  confirmed: readonly string[],
  by: Proposer,
): Promise<{ proposalId: string; items: TrustItem[] }> {
  const items = await reviewTrustFile(central, file)
  requireConfirmed(items, confirmed)
  const { name, source, bytes } = file
  const change = { action: 'add' as const, sha256: sha256Of(bytes), name, source, confirmed: [...confirmed] }
  return { proposalId: await propose(central, 'trust', change, by, bytes), items }
}

/** Proposes that a file goes. Code: not_found. */
export async function proposeTrustRemoval(core: Core, sha256: string, by: Proposer): Promise<string> {
  const file = await core.db
    .selectFrom('trust_file')
    .select(['name', 'source'])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (file === undefined) throw new Failure('not_found', 'trust file')
  return propose(core, 'trust', { action: 'remove', sha256, ...file, confirmed: [] }, by)
}

/**
 * Puts a proposed change in force: by a second person, who confirms the fingerprints that nobody vouches for. Every station gets it
 * with its next configuration. Codes: not_found, trust_conflict, and those of `requireConfirmed`.
 */
export async function approveTrust(
  central: Core,
  proposalId: string,
  confirmed: readonly string[],
  by: Proposer,
): Promise<void> {
  const store = await central.trust()
  await approveWith(central, 'trust', proposalId, by, async (trx, proposal, at) => {
    const people = `${proposal.by.person}, ${by.person}`
    if (proposal.body.action === 'remove') return removeTrustFile(trx, proposal.body.sha256, people, at)
    const file = fileOf(proposal)
    requireConfirmed(reviewImport(readTrustFile(file, central.environment), store, at), confirmed)
    await insertTrustFile(trx, file, people, at)
  })
  central.trust.forget()
}

const fileOf = ({ body: { name, source }, attachment }: Proposal<'trust'>): TrustFile => ({
  name,
  source,
  bytes: attachment!,
})

export const WaitingTrust = z.object({
  proposal_id: z.uuid(),
  action: z.enum(['add', 'remove']),
  sha256: z.string(),
  name: z.string(),
  source: z.string(),
  proposer: z.string(),
  proposed_at: z.iso.datetime(),
  items: z.array(z.custom<TrustItem>()),
})
export type WaitingTrust = z.infer<typeof WaitingTrust>

/** Changes that wait for a second person, each with what it would bring. */
export async function waitingTrust(central: Core): Promise<WaitingTrust[]> {
  const store = await central.trust()
  const waiting = await waitingProposals(central.db, 'trust')
  return waiting.map((proposal) => ({
    proposal_id: proposal.proposalId,
    action: proposal.body.action,
    sha256: proposal.body.sha256,
    name: proposal.body.name,
    source: proposal.body.source,
    proposer: proposal.by.person,
    proposed_at: proposal.proposedAt.toISOString(),
    items: itemsOf(central, proposal, store),
  }))
}

/** What one proposed change would bring; nothing for a file that goes. Codes: not_found, trust_conflict (approved already). */
export async function proposedItems(central: Core, proposalId: string): Promise<TrustItem[]> {
  const store = await central.trust()
  return itemsOf(central, await requireProposal(central.db, 'trust', proposalId), store)
}

const itemsOf = ({ environment, now }: Core, proposal: Proposal<'trust'>, store: TrustStore): TrustItem[] =>
  proposal.attachment === null ? [] : reviewImport(readTrustFile(fileOf(proposal), environment), store, now())

/** Withdraws what waits. Codes: not_found, trust_conflict (approved already). */
export async function withdrawTrust({ db, now }: Core, proposalId: string, by: Proposer): Promise<void> {
  await concludeProposal(db, await requireProposal(db, 'trust', proposalId), 'withdrawn', by, now())
}
