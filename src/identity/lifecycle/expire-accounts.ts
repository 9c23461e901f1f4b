import { legalDay } from '../../enrolment/local-day.ts'
import { sql } from 'kysely'
import { addDays } from '../../enrolment/dates.ts'
import type { Identity } from '../context.ts'
import { openHolder } from './account.ts'
import { moveAccount } from './account-moves.ts'
import { writeToHolder } from './tell-holder.ts'
import { sayDay } from '../../texts/say-time.ts'

const batch = 200
const today = ({ now }: Identity) => legalDay(now())

/** Ends identities whose document or time has ended, and tells their holders; some at a time, each once. Returns how many. */
export async function expireAccounts(identity: Identity): Promise<number> {
  const rows = await identity.db
    .selectFrom('identity.account')
    .select('account_id')
    .where('state', 'in', ['ACTIVATION_PENDING', 'ACTIVE', 'LOCKED', 'SUSPENDED'])
    .where(sql<boolean>`ends_on < ${today(identity)}::date`)
    .limit(batch)
    .execute()
  let ended = 0
  // Another instance may have been there first.
  for (const { account_id: accountId } of rows)
    if ((await moveAccount(identity, { accountId, cause: 'time_over' })) !== null) ended += 1
  return ended
}

/** Tells those whose identity ends within the policy's days, once for each end; whoever cannot use it has nothing to keep. */
export async function warnOfEnds(identity: Identity): Promise<number> {
  const { db, policy } = identity
  const [from, to] = [today(identity), addDays(today(identity), policy.endsSoonDays)]
  const rows = await db
    .selectFrom('identity.account')
    .select('account_id')
    .where('state', 'in', ['ACTIVE', 'LOCKED'])
    .where(sql<boolean>`ends_on BETWEEN ${from}::date AND ${to}::date`)
    .where(sql<boolean>`end_told_for IS DISTINCT FROM ends_on`)
    .limit(batch)
    .execute()
  let told = 0
  for (const { account_id } of rows) told += await warn(identity, account_id)
  return told
}

/** Marked and written in one transaction: of two instances, one. */
async function warn(identity: Identity, accountId: string): Promise<number> {
  return identity.db.transaction().execute(async (trx) => {
    const account = await trx
      .updateTable('identity.account')
      .set({ end_told_for: sql`ends_on` })
      .where('account_id', '=', accountId)
      .where(sql<boolean>`end_told_for IS DISTINCT FROM ends_on`)
      .returningAll()
      .returning(sql<string>`ends_on::text`.as('last_day'))
      .executeTakeFirst()
    if (account === undefined) return 0
    const { language } = openHolder(identity, account)
    const until = sayDay(account.last_day, language)
    await writeToHolder(identity, { account, kind: 'ends_soon', gaps: { until } }, trx)
    return 1
  })
}
