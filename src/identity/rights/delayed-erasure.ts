import { Failure } from '../../contract/failure.ts'
import type { AccountState } from '../../contract/identity/device.ts'
import type { ErasureWay, RightsAsked } from '../../contract/identity/rights.ts'
import { keptUntil } from '../../central/citizens/erase-citizen.ts'
import { findApplication } from '../../central/intake/application-store.ts'
import { requireLastFour } from '../authentication/forgotten-code.ts'
import type { Identity } from '../context.ts'
import { findAccount, openHolder, type AccountRow } from '../lifecycle/account.ts'
import { accountCauses } from '../lifecycle/states.ts'
import { tellHolder } from '../lifecycle/tell-holder.ts'
import { sayMoment } from '../../texts/say-time.ts'
import { eraseAccount } from './erase-account.ts'
import { applicationsOf } from './own-applications.ts'

/** Time to say no for whoever the suspension protects. */
const erasureWaitMs = 24 * 3_600_000
const batch = 50

/**
 * How an identity is erased from a device (docs/decisions/erasure-of-a-suspended-identity.md). One that cannot be used, later and with the document; where
 * central distrusts or withdrew what it rests on, not before nobody can contest that any more.
 */
export async function erasureWay(identity: Identity, account: AccountRow): Promise<ErasureWay> {
  const { state, state_reason, application_state } = account
  if (!suspended.includes(state)) return 'now'
  const isOwn = state === 'SUSPENDED' && state_reason === accountCauses.not_me.reason
  if (isOwn && application_state === 'APPROVED') return 'later'
  const ids = await applicationsOf(identity, account)
  const open = await Promise.all(ids.map((id) => isContestable(identity, id)))
  return open.includes(true) ? 'elsewhere' : 'later'
}
const suspended: readonly AccountState[] = ['SUSPENDED', 'REVOKED']

async function isContestable({ central }: Identity, applicationId: string): Promise<boolean> {
  const application = await findApplication(central, applicationId)
  return application?.state === 'SUSPENDED' || (await keptUntil(central, applicationId)) !== null
}

/**
 * Begins the wait, once device, its proof and the secret code were right; every address and number of the holder's hears of it. Asked again, it
 * goes on waiting. Returns when it will be erased. Codes: last_four_wrong, reset_over, account_inactive.
 */
export async function askErasure(identity: Identity, account: AccountRow, { last_four }: RightsAsked): Promise<Date> {
  await requireLastFour(identity, account, last_four ?? '')
  const erase_at = new Date(identity.now().getTime() + erasureWaitMs)
  const begun = await identity.db
    .updateTable('identity.account')
    .set({ erase_at, reset_tries: 0 })
    .where('account_id', '=', account.account_id)
    .where('state', 'in', suspended)
    .where('erase_at', 'is', null)
    .returning('erase_at')
    .executeTakeFirst()
  if (begun === undefined) return (await findAccount(identity, account.account_id))?.erase_at ?? refuse()
  const until = sayMoment(erase_at, openHolder(identity, account).language)
  await tellHolder(identity, { account, kind: 'erasure_asked', gaps: { until } })
  return erase_at
}

const refuse = (): never => {
  throw new Failure('account_inactive')
}

/** Whether something waited: then it does not any more, and the identity stays as it is. */
export async function keepIdentity({ db }: Pick<Identity, 'db'>, accountId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('identity.account')
    .set({ erase_at: null })
    .where('account_id', '=', accountId)
    .where('erase_at', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Erases those whose day is over, if that may still be. What has to be answered first is looked at again in a minute. Returns how many. */
export async function eraseAsked(identity: Identity): Promise<number> {
  const due = await identity.db
    .selectFrom('identity.account')
    .selectAll()
    .where('erase_at', '<=', identity.now())
    .orderBy('erase_at')
    .limit(batch)
    .execute()
  let erased = 0
  for (const account of due) erased += await eraseOne(identity, account)
  return erased
}

async function eraseOne(identity: Identity, account: AccountRow): Promise<number> {
  if ((await erasureWay(identity, account)) === 'elsewhere') {
    await keepIdentity(identity, account.account_id)
    return 0
  }
  try {
    await eraseAccount(identity, account)
    return 1
  } catch (error) {
    if (error instanceof Failure && error.code === 'erasure_waits') return 0
    throw error
  }
}
