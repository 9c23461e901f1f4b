import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import { newToken, tokenHash } from '../keys/digests.ts'
import { formerMs } from './former-contacts.ts'
import { pageUrl } from './letters.ts'

/** A link for one notice: who holds it says "it was not me" without any device, for as long as former addresses are told. */
export async function objectionLink(identity: Identity, account_id: string, trx?: Trx): Promise<string> {
  const token = newToken()
  const expires_at = new Date(identity.now().getTime() + formerMs)
  await (trx ?? identity.db)
    .insertInto('identity.objection')
    .values({ token_hash: tokenHash(token), account_id, expires_at })
    .execute()
  return pageUrl(identity, 'objection', token)
}
