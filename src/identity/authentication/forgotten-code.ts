import { timingSafeEqual } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { SecretReset } from '../../contract/identity/holder.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import { openHolder, type AccountRow } from '../lifecycle/account.ts'
import { moveAccount } from '../lifecycle/account-moves.ts'
import { tellHolder } from '../lifecycle/tell-holder.ts'
import type { Held } from './device-view.ts'
import { requireProof } from './holder-act.ts'
import { refuseTrivial, sealSecret } from './secret-code.ts'

export const mostResetTries = 3
const waitMs = 24 * 3_600_000

/** Wrong last characters, with how many tries are left. */
export class ResetRefused extends Failure {
  readonly attemptsLeft: number
  constructor(attemptsLeft: number) {
    super('last_four_wrong')
    this.attemptsLeft = attemptsLeft
  }
}

/**
 * A new secret code for whoever has the device and the document (R27): its proof first, without which nothing is counted; then the last four
 * characters, three tries between two checks. Opens a lock that wrong codes made. Its holder hears of it twice, and for a day no login
 * reaches the level: time to say that it was not them.
 * Codes: account_inactive, device_proof_invalid, secret_trivial, last_four_wrong, reset_over.
 */
export async function resetSecret(identity: Identity, { device, account }: Held, asked: SecretReset): Promise<void> {
  const isLockedByCode = account.state === 'LOCKED' && account.state_reason === 'secret'
  if (account.state !== 'ACTIVE' && !isLockedByCode) throw new Failure('account_inactive')
  await requireProof(identity, { device, account }, asked.proof, { purpose: 'reset' })
  const holder = openHolder(identity, account)
  refuseTrivial(asked.secret, holder.pivot)
  await requireLastFour(identity, account, asked.last_four)
  await keepSecret(identity, account, await sealSecret(identity, account.account_id, asked.secret))
}

/** The document, of whoever has the device already: three tries between two checks, whatever they are for. Codes: last_four_wrong, reset_over. */
export async function requireLastFour(identity: Identity, account: AccountRow, given: string): Promise<void> {
  const tries = await countTry(identity, account)
  if (!isSame(given, openHolder(identity, account).document.last_four)) throw new ResetRefused(mostResetTries - tries)
}

/** Counted before anything is compared, so that many at once are as many tries. Code: reset_over. */
async function countTry({ db }: Identity, { account_id }: AccountRow): Promise<number> {
  const counted = await db
    .updateTable('identity.account')
    .set((eb) => ({ reset_tries: eb('reset_tries', '+', 1) }))
    .where('account_id', '=', account_id)
    .where('reset_tries', '<', mostResetTries)
    .returning('reset_tries')
    .executeTakeFirst()
  if (counted === undefined) throw new Failure('reset_over')
  return counted.reset_tries
}

const plain = (text: string) => text.replace(/[^A-Za-z0-9]/g, '').toUpperCase()

function isSame(given: string, kept: string): boolean {
  const [one, other] = [Buffer.from(plain(given)), Buffer.from(plain(kept))]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Opens a lock by the table; an identity that was open has nothing to move, and its holder is told all the same. Code: account_inactive. */
async function keepSecret(identity: Identity, account: AccountRow, secret: string): Promise<void> {
  const { account_id: accountId, state } = account
  const secret_from = new Date(identity.now().getTime() + waitMs)
  const keep = async (db: Identity['db'] | Trx) => {
    const { numUpdatedRows } = await db
      .updateTable('identity.account')
      .set({ secret, wrong_secrets: 0, reset_tries: 0, secret_from })
      .where('account_id', '=', accountId)
      .where('state', '=', 'ACTIVE')
      .executeTakeFirst()
    // Suspended or ended in between.
    if (numUpdatedRows === 0n) throw new Failure('account_inactive')
  }
  if (state !== 'LOCKED') {
    await keep(identity.db)
    return tellHolder(identity, { account, kind: 'secret_reset' })
  }
  if ((await moveAccount(identity, { accountId, cause: 'new_secret' }, keep)) === null)
    throw new Failure('account_inactive')
}
