import { sql } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import { keyed } from '../keys/digests.ts'

const dayMs = 24 * 3_600_000
/** Twice what one application may send, so that somebody who begins anew is still heard. */
export const sentToAPhoneADay = 10

/**
 * Counts one message to a number that somebody only says is theirs, whatever application or account it is for. A code to a number that was
 * confirmed is not counted, so that a stranger can hold up no activation. Training sends nothing anywhere, and its practice citizens share
 * their numbers. Code: code_limit, with the seconds to wait.
 */
export async function countSentTo({ db, keys, now, central }: Identity, phone: string): Promise<void> {
  if (central.environment === 'training') return
  const at = now()
  const recipient_digest = keyed(keys().lookup, `sent to\n${phone}`)
  const yesterday = new Date(at.getTime() - dayMs)
  const isOver = sql<boolean>`sent_to.sent_since <= ${yesterday}`
  const counted = await db
    .insertInto('identity.sent_to')
    .values({ recipient_digest, sent: 1, sent_since: at })
    .onConflict((clash) =>
      clash
        .column('recipient_digest')
        .doUpdateSet({
          sent: sql`CASE WHEN ${isOver} THEN 1 ELSE sent_to.sent + 1 END`,
          sent_since: sql`CASE WHEN ${isOver} THEN ${at} ELSE sent_to.sent_since END`,
        })
        .where(sql<boolean>`(${isOver} OR sent_to.sent < ${sentToAPhoneADay})`),
    )
    .returning('sent')
    .executeTakeFirst()
  if (counted !== undefined) return
  const { sent_since } = await db
    .selectFrom('identity.sent_to')
    .select('sent_since')
    .where('recipient_digest', '=', recipient_digest)
    .executeTakeFirstOrThrow()
  const waitSeconds = Math.ceil((sent_since.getTime() + dayMs - at.getTime()) / 1000)
  throw new Failure('code_limit', 'recipient', { waitSeconds })
}
