import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import { newToken, tokenHash } from '../keys/digests.ts'
import { findAccount, openHolder } from './account.ts'
import { pageUrl, sendLetter } from './letters.ts'
import { sayDayOf } from '../../texts/say-time.ts'

const dayMs = 24 * 3_600_000
const mostLinks = 10

/**
 * Sends the link that begins the activation, in place of any before: it goes to the address that was verified, and nobody else sees it. In
 * the transaction of what calls for it, where one is given: nobody is left without. Codes: account_inactive (nothing to activate), code_limit.
 */
export async function sendActivationLink(identity: Identity, accountId: string, trx?: Trx): Promise<void> {
  const { now, policy } = identity
  const db = trx ?? identity.db
  const account = await findAccount({ db }, accountId)
  if (account?.state !== 'ACTIVATION_PENDING') throw new Failure('account_inactive')
  const at = now()
  const token = newToken()
  const expires_at = new Date(at.getTime() + policy.activationDays * dayMs)
  const row = { token_hash: tokenHash(token), created_at: at, expires_at, secret: null }
  const written = await db
    .insertInto('identity.activation')
    .values({ account_id: accountId, ...row })
    .onConflict((clash) =>
      clash
        .column('account_id')
        .doUpdateSet((eb) => ({ ...row, links_sent: eb('identity.activation.links_sent', '+', 1) }))
        .where('identity.activation.links_sent', '<', mostLinks),
    )
    .executeTakeFirst()
  if (written.numInsertedOrUpdatedRows === 0n) throw new Failure('code_limit', 'links')
  const { email, language } = openHolder(identity, account)
  const gaps = { until: sayDayOf(expires_at, language) }
  const letter = { to: email, language, kind: 'activate', gaps, link: pageUrl(identity, 'activate', token) } as const
  await sendLetter(identity, accountId, letter, trx)
}
