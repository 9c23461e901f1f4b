import { Failure } from '../../contract/failure.ts'
import { Declared } from '../../contract/identity.ts'
import type { Identity } from '../context.ts'
import { emailDigest } from '../keys/digests.ts'
import { readDeclaration } from './applicant.ts'
import type { Declaration } from '../../central/intake/declaration.ts'
import { pivotDigest, pivotOf } from './pivot.ts'
import { endedStates } from './states.ts'

/** Who was declared, as the civil register tells people apart; null: nobody yet, or nobody that it would find. */
export function personOf({ keys }: Pick<Identity, 'keys'>, said: Declaration): string | null {
  const declared = Declared.safeParse(said)
  if (!declared.success) return null
  try {
    return pivotDigest(keys(), pivotOf(declared.data))
  } catch {
    return null
  }
}

/**
 * An address is a name at the login page, and names one person: whoever reads the same mailbox would be asked for the other's logins, and
 * see who asks. Told only to somebody who has shown a code that was sent there. Code: address_in_use (by the identity of somebody else, or by
 * an application of theirs that is sent).
 */
export async function refuseInUse(identity: Identity, email: string, person: string | null): Promise<void> {
  const digest = emailDigest(identity.keys(), email)
  const account = await identity.db
    .selectFrom('identity.account')
    .select('account_id')
    .where('email_digest', '=', digest)
    .where('person_digest', '<>', person ?? '')
    .where('state', 'not in', endedStates)
    .executeTakeFirst()
  if (account !== undefined) throw new Failure('address_in_use')
  for (const id of await sentFrom(identity, digest))
    if (personOf(identity, await readDeclaration(identity, id)) !== person) throw new Failure('address_in_use')
}

/** Applications from an address that may yet become an identity. */
async function sentFrom({ db }: Identity, emailDigest: string): Promise<string[]> {
  const rows = await db
    .selectFrom('identity.applicant')
    .innerJoin('application', 'application.application_id', 'identity.applicant.application_id')
    .select('application.application_id')
    .where('identity.applicant.email_digest', '=', emailDigest)
    .where('identity.applicant.submitted_at', 'is not', null)
    .where('identity.applicant.taken_at', 'is', null)
    .where('application.state', 'in', ['AWAITING_PROOFING', 'MANUAL_REVIEW', 'APPROVED', 'SUSPENDED'])
    .execute()
  return rows.map(({ application_id }) => application_id)
}
