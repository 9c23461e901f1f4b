import type { EndpointName } from '../../contract/identity/endpoints.ts'
import type { HolderView } from '../../contract/identity/holder.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { requireSession } from '../http/sessions.ts'
import { openHolder } from '../lifecycle/account.ts'
import { suspendByHolder } from '../lifecycle/account-moves.ts'
import { withoutPast } from '../lifecycle/former-contacts.ts'
import { tellHolder } from '../lifecycle/tell-holder.ts'
import { makeChallenge } from './challenges.ts'
import { heldDevice, requireHeld, viewDevice, type Held } from './device-view.ts'
import { assertionOptions } from './devices.ts'
import { resetSecret } from './forgotten-code.ts'
import { requireProved } from './holder-act.ts'
import { loginsOf } from './login-history.ts'

type Names = Extract<EndpointName, `holder.${string}` | `secret.${string}`>

/** What holders see of their identity's use, and what they end. */
export function holderHandlers(identity: Identity): Pick<Handlers, Names> {
  return {
    'holder.read': async ({ sessions }) => viewHolder(identity, await requireProved(identity, sessions)),
    'holder.revoke': async ({ sessions, params }) => {
      const held = await requireProved(identity, sessions)
      await revokeOther(identity, held, params.device_id)
      return viewHolder(identity, held)
    },
    'holder.challenge': async ({ sessions, body: { purpose } }) => {
      const { device } = await requireHeld(identity, sessions)
      const { challenge, expiresAt } = await makeChallenge(identity, purpose, device.device_id)
      const passkey = await assertionOptions(identity, challenge, device)
      return { challenge, expires_at: expiresAt.toISOString(), passkey }
    },
    'secret.reset': async ({ sessions, body }) => {
      const session = await requireSession(sessions, 'device')
      await resetSecret(identity, await heldDevice(identity, session), body)
      return viewDevice(identity, await heldDevice(identity, session), session.provedAt)
    },
    'holder.suspend': async ({ sessions }) => {
      await suspendByHolder(identity, (await requireProved(identity, sessions)).account.account_id)
      return {}
    },
  }
}

/** Devices, logins and where the holder is reached. */
export async function viewHolder(identity: Identity, { device, account }: Held): Promise<HolderView> {
  const { account_id } = account
  const { email, phone, former } = withoutPast(openHolder(identity, account), identity.now())
  const rows = await identity.db
    .selectFrom('identity.device')
    .select(['device_id', 'name', 'kind', 'added_at', 'used_at'])
    .where('account_id', '=', account_id)
    .where('revoked_at', 'is', null)
    .orderBy('added_at', 'desc')
    .execute()
  return {
    devices: rows.map(({ added_at, used_at, ...row }) => ({
      ...row,
      added_at: added_at.toISOString(),
      used_at: used_at?.toISOString() ?? null,
      is_this: row.device_id === device.device_id,
    })),
    logins: await loginsOf(identity, account_id),
    contacts: { email, phone, former },
    kept_days: identity.policy.historyDays,
  }
}

/** Another device of one's own; the one in hand lets go by `session.end`. Code: device_unknown (not theirs, gone, or the one in hand). */
async function revokeOther(identity: Identity, { device, account }: Held, deviceId: string): Promise<void> {
  const { account_id } = account
  const name = await identity.db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('identity.device')
      .set({ revoked_at: identity.now() })
      .where('device_id', '=', deviceId)
      .where('device_id', '<>', device.device_id)
      .where('account_id', '=', account_id)
      .where('revoked_at', 'is', null)
      .returning('name')
      .executeTakeFirst()
    if (row === undefined) throw new Failure('device_unknown')
    await trx.deleteFrom('identity.session').where('kind', '=', 'device').where('subject_id', '=', deviceId).execute()
    await trx.deleteFrom('identity.push_subscription').where('device_id', '=', deviceId).execute()
    return row.name
  })
  await tellHolder(identity, { account, kind: 'device_removed', gaps: { device: name } })
}
