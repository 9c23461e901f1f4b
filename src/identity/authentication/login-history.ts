import { PendingLogin } from '../../contract/identity/device.ts'
import type { OwnLogin } from '../../contract/identity/holder.ts'
import type { Identity } from '../context.ts'
import { openText, sealText } from '../keys/sealing.ts'
import type { Held } from './device-view.ts'
import type { LoginRow } from './login-requests.ts'

const Kept = PendingLogin.pick({ service: true, hub: true, from: true })
const shownLogins = 50
const dayMs = 24 * 3_600_000
const contextOf = (loginId: string) => `history ${loginId}`

/** Who asked and from where, sealed for the holder. */
export function sealLogin({ keys }: Pick<Identity, 'keys'>, { login_id, service, hub, origin }: LoginRow): string {
  const held = { service, hub, from: JSON.parse(origin) as PendingLogin['from'] }
  return sealText(keys().data, contextOf(login_id), JSON.stringify(held))
}

/** Keeps a login that its holder refused; an approved one is kept by the statement that approves it. */
export async function noteRefusal(
  identity: Pick<Identity, 'db' | 'keys' | 'now'>,
  { device, account }: Held,
  request: LoginRow,
): Promise<void> {
  await identity.db
    .insertInto('identity.login_history')
    .values({
      login_id: request.login_id,
      account_id: account.account_id,
      device_id: device.device_id,
      outcome: 'refused',
      answered_at: identity.now(),
      held: sealLogin(identity, request),
    })
    .onConflict((clash) => clash.doNothing())
    .execute()
}

/** The newest logins of an identity, `limit` at most. */
export async function loginsOf(
  { db, keys }: Pick<Identity, 'db' | 'keys'>,
  accountId: string,
  limit = shownLogins,
): Promise<OwnLogin[]> {
  const rows = await db
    .selectFrom('identity.login_history')
    .innerJoin('identity.device', 'identity.device.device_id', 'identity.login_history.device_id')
    .selectAll('identity.login_history')
    .select('identity.device.name as device')
    .where('identity.login_history.account_id', '=', accountId)
    .orderBy('answered_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ login_id, outcome, answered_at, device, held }) => ({
    login_id,
    outcome,
    device,
    answered_at: answered_at.toISOString(),
    ...Kept.parse(JSON.parse(openText(keys().data, contextOf(login_id), held))),
  }))
}

/** What has been kept for the policy's days goes. */
export async function forgetLogins({ db, now, policy }: Pick<Identity, 'db' | 'now' | 'policy'>): Promise<void> {
  const until = new Date(now().getTime() - policy.historyDays * dayMs)
  await db.deleteFrom('identity.login_history').where('answered_at', '<', until).execute()
}
