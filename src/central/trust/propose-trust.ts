import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { reviewImport, toConfirm, type TrustItem } from '../../emrtd/verify.ts'
import type { Central } from '../context.ts'
import { transact } from '../database/transact.ts'
import { insertTrustFile, raiseVersion, readTrustFile, sha256Of, type TrustFile } from './trust-files.ts'

type Core = Pick<Central, 'db' | 'environment' | 'now' | 'trust'>

/** Who decides: a name that no two people share, and the means by which they act. */
export type TrustPerson = { id: string; holder: string }

/** What a file would bring and how far it can be believed. Codes: those of `readTrustFile`. */
export async function reviewTrustFile(
  central: Pick<Core, 'environment' | 'trust'>,
  file: Omit<TrustFile, 'source'>,
): Promise<TrustItem[]> {
  return reviewImport(readTrustFile(file, central.environment), await central.trust())
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
  by: TrustPerson,
): Promise<{ proposalId: string; items: TrustItem[] }> {
  const items = await reviewTrustFile(central, file)
  requireConfirmed(items, confirmed)
  const proposalId = randomUUID()
  await central.db
    .insertInto('trust_proposal')
    .values({
      proposal_id: proposalId,
      action: 'add',
      sha256: sha256Of(file.bytes),
      name: file.name,
      source: file.source,
      bytes: Buffer.from(file.bytes),
      confirmed: JSON.stringify(confirmed),
      proposed_by: by.id,
      proposer: by.holder,
      proposed_at: central.now(),
    })
    .execute()
  return { proposalId, items }
}

/** Proposes that a file goes. Code: not_found. */
export async function proposeTrustRemoval({ db, now }: Core, sha256: string, by: TrustPerson): Promise<string> {
  const file = await db
    .selectFrom('trust_file')
    .select(['name', 'source'])
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (file === undefined) throw new Failure('not_found', 'trust file')
  const proposal_id = randomUUID()
  await db
    .insertInto('trust_proposal')
    .values({
      proposal_id,
      action: 'remove',
      sha256,
      ...file,
      confirmed: '[]',
      proposed_by: by.id,
      proposer: by.holder,
      proposed_at: now(),
    })
    .execute()
  return proposal_id
}

/**
 * Puts a proposed change in force: by another means and another person (the database holds to that too), who confirms the
 * fingerprints that nobody vouches for. Every station gets it with its next configuration. Codes: not_found, trust_conflict,
 * and those of `requireConfirmed`.
 */
export async function approveTrust(
  central: Core,
  proposalId: string,
  confirmed: readonly string[],
  by: TrustPerson,
): Promise<void> {
  const { db, now, environment } = central
  const store = await central.trust()
  await transact(db, async (trx) => {
    const found = await trx
      .selectFrom('trust_proposal')
      .selectAll()
      .where('proposal_id', '=', proposalId)
      .forUpdate()
      .executeTakeFirst()
    if (found === undefined) throw new Failure('not_found', 'proposal')
    if (found.approved_at !== null) throw new Failure('trust_conflict', 'approved')
    if (found.proposed_by === by.id || found.proposer === by.holder)
      throw new Failure('trust_conflict', 'approver is proposer')
    const at = now()
    if (found.action === 'add') {
      const file = { name: found.name, source: found.source, bytes: found.bytes! }
      requireConfirmed(reviewImport(readTrustFile(file, environment), store), confirmed)
      await insertTrustFile(trx, file, `${found.proposer}, ${by.holder}`, at)
    } else {
      const { numDeletedRows } = await trx
        .deleteFrom('trust_file')
        .where('sha256', '=', found.sha256)
        .executeTakeFirst()
      if (numDeletedRows === 0n) throw new Failure('trust_conflict', 'removed before')
      await raiseVersion(trx, `${found.proposer}, ${by.holder}`, at)
    }
    await trx
      .updateTable('trust_proposal')
      .set({ approved_by: by.id, approver: by.holder, approved_at: at, bytes: null })
      .where('proposal_id', '=', proposalId)
      .execute()
  })
  central.trust.forget()
}

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
  const rows = await central.db
    .selectFrom('trust_proposal')
    .selectAll()
    .where('approved_at', 'is', null)
    .orderBy('proposed_at')
    .execute()
  const store = await central.trust()
  return rows.map(({ bytes, ...row }) => ({
    proposal_id: row.proposal_id,
    action: row.action,
    sha256: row.sha256,
    name: row.name,
    source: row.source,
    proposer: row.proposer,
    proposed_at: row.proposed_at.toISOString(),
    items: bytes === null ? [] : reviewImport(readTrustFile({ name: row.name, bytes }, central.environment), store),
  }))
}

/** Withdraws what waits. Code: not_found. */
export async function withdrawTrust({ db }: Core, proposalId: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('trust_proposal')
    .where('proposal_id', '=', proposalId)
    .where('approved_at', 'is', null)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new Failure('not_found', 'proposal')
}
