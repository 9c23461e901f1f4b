import type { AccountState } from '../../contract/identity/device.ts'
import { Failure } from '../../contract/failure.ts'
import type { Gaps } from '../../texts/texts-in.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import { openHolder, type AccountRow } from './account.ts'
import type { Holder } from './holder.ts'
import { endBegun } from './end-begun.ts'
import { accountCauses, nextAccountState, type AccountCause } from './states.ts'
import type { NoticeReason } from '../notices/notice-kinds.ts'
import { tellOfMove } from '../notices/queue-notices.ts'
import { messageHolder, tellHolder, writeToHolder } from './tell-holder.ts'

type Move = { accountId: string; cause: AccountCause; gaps?: Gaps }
/** Why an identity is disabled, where services are told. */
const toldWhy: Partial<Record<AccountCause, NoticeReason>> = { not_me: 'hijacking' }
/** What has to be written together with the move; what it throws undoes all of it. */
type Alongside = (trx: Trx, before: AccountRow) => Promise<void>

/**
 * The one way from state to state: by the table, with the reason that its cause leaves, the letter that its holder gets and what services are
 * told, all in one transaction. Returns the new state; null where the table has no such edge.
 */
export async function moveAccount(
  identity: Identity,
  { accountId, cause, gaps = {} }: Move,
  alongside: Alongside = async () => {},
): Promise<AccountState | null> {
  const { event, reason, letter } = accountCauses[cause]
  const moved = await identity.db.transaction().execute(async (trx) => {
    const before = await lockAccount(trx, accountId)
    const state = before === null ? null : nextAccountState(before.state, event)
    if (before === null || state === null) return null
    await trx
      .updateTable('identity.account')
      .set({ state, state_reason: reason, state_at: identity.now() })
      .where('account_id', '=', accountId)
      .execute()
    await alongside(trx, before)
    await tellOfMove(identity, trx, {
      accountId,
      to: state,
      isToldDisabled: before.told_disabled,
      reason: toldWhy[cause],
    })
    await endBegun(trx, accountId, state)
    const told = letter === null ? null : { account: before, kind: letter, gaps }
    if (told !== null) await writeToHolder(identity, told, trx)
    return { state, told }
  })
  if (moved?.told) await messageHolder(identity, moved.told)
  return moved?.state ?? null
}

async function lockAccount(trx: Trx, accountId: string): Promise<AccountRow | null> {
  const row = await trx
    .selectFrom('identity.account')
    .selectAll()
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/**
 * "It was not me" (R26): nobody logs in from then on, until the person is verified again. What central has suspended meanwhile stays
 * suspended when central trusts it again. Code: account_inactive (it has ended, or was suspended so already).
 */
export async function suspendByHolder(identity: Identity, accountId: string): Promise<void> {
  if ((await moveAccount(identity, { accountId, cause: 'not_me' })) !== null) return
  const { reason, letter: kind } = accountCauses.not_me
  const account = await identity.db
    .updateTable('identity.account')
    .set({ state_reason: reason })
    .where('account_id', '=', accountId)
    .where('state', '=', 'SUSPENDED')
    .where('state_reason', '<>', reason)
    .returningAll()
    .executeTakeFirst()
  if (account === undefined) throw new Failure('account_inactive')
  await tellHolder(identity, { account, kind })
}

/** Opens and seals a holder's record with the row locked: whoever changes it at the same time comes after. */
export async function changeHolder(
  identity: Identity,
  accountId: string,
  change: (trx: Trx, row: AccountRow, holder: Holder) => Promise<void>,
): Promise<void> {
  await identity.db.transaction().execute(async (trx) => {
    const row = await lockAccount(trx, accountId)
    if (row === null) throw new Failure('account_inactive')
    await change(trx, row, openHolder(identity, row))
  })
}
