import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import { tokenHash } from '../keys/digests.ts'
import { keepIdentity } from '../rights/delayed-erasure.ts'
import { suspendByHolder } from './account-moves.ts'

/** Suspends the identity that the link is about (R26), or takes back an erasure that waits. Codes: objection_over (none, or its days are over), account_inactive. */
export async function makeObjection(identity: Identity, token: string): Promise<void> {
  const row = await identity.db
    .selectFrom('identity.objection')
    .select('account_id')
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', identity.now())
    .executeTakeFirst()
  if (row === undefined) throw new Failure('objection_over')
  // What was asked for is taken back; the identity is suspended already.
  if (await keepIdentity(identity, row.account_id)) return
  await suspendByHolder(identity, row.account_id)
}
