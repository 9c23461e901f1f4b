import { Failure } from '../../contract/failure.ts'
import type { AccountState } from '../../contract/identity/device.ts'
import type { Identity } from '../context.ts'
import type { AccountRow } from '../lifecycle/account.ts'
import { moveAccount } from '../lifecycle/account-moves.ts'
import { isSecret, mostWrongSecrets } from './secret-code.ts'

/** A wrong number or secret code, with how many are left. */
export class WrongAnswer extends Failure {
  readonly attemptsLeft: number
  constructor(code: 'login_number_wrong' | 'secret_wrong', attemptsLeft: number) {
    super(code)
    this.attemptsLeft = attemptsLeft
  }
}

/**
 * The secret code of whoever has proved their device; one count for all that asks for it. A try is counted before it is compared, so
 * that many at once are as many tries. `states`: in which identities it opens something. Codes: account_locked, secret_wrong.
 */
export async function requireSecret(
  identity: Identity,
  { account_id }: AccountRow,
  given: string,
  states: readonly AccountState[] = ['ACTIVE'],
): Promise<void> {
  const { db } = identity
  const counted = await db
    .updateTable('identity.account')
    .set((eb) => ({ wrong_secrets: eb('wrong_secrets', '+', 1) }))
    .where('account_id', '=', account_id)
    .where('state', 'in', states)
    .where('wrong_secrets', '<', mostWrongSecrets)
    .returningAll()
    .executeTakeFirst()
  if (counted === undefined || counted.secret === null) throw new Failure('account_locked')
  if (!(await isSecret(identity, account_id, counted.secret, given))) return refuseSecret(identity, counted)
  await db
    .updateTable('identity.account')
    .set({ wrong_secrets: 0 })
    .where('account_id', '=', account_id)
    .where('state', 'in', states)
    .execute()
}

/** After a wrong one was counted: the last one locks. Codes: secret_wrong, account_locked. */
export async function refuseSecret(identity: Identity, counted: AccountRow): Promise<never> {
  const left = mostWrongSecrets - counted.wrong_secrets
  if (left > 0) throw new WrongAnswer('secret_wrong', left)
  await moveAccount(identity, { accountId: counted.account_id, cause: 'wrong_secrets' })
  throw new Failure('account_locked')
}
