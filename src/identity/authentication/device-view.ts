import type { DeviceView } from '../../contract/identity/device.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import { requireSession, type HeldSession, type Sessions } from '../http/sessions.ts'
import { openHolder, type AccountRow } from '../lifecycle/account.ts'
import type { DeviceRow } from './devices.ts'
import { mostWrongSecrets } from './secret-code.ts'

const provedMs = 12 * 3_600_000

export type Held = { device: DeviceRow; account: AccountRow }

/** The device and the identity of a browser that holds one. Code: device_unknown. */
export async function heldDevice(identity: Identity, { subjectId }: Pick<HeldSession, 'subjectId'>): Promise<Held> {
  // The two share one column, the account's identifier, by which they are joined.
  const row = await identity.db
    .selectFrom('identity.device')
    .innerJoin('identity.account', 'identity.account.account_id', 'identity.device.account_id')
    .selectAll(['identity.device', 'identity.account'])
    .where('identity.device.device_id', '=', subjectId)
    .where('identity.device.revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) throw new Failure('device_unknown')
  return { device: row, account: row }
}

/** The same of whoever asks. Code: device_unknown (as well without a session). */
export const requireHeld = async (identity: Identity, sessions: Sessions): Promise<Held> =>
  heldDevice(identity, await requireSession(sessions, 'device'))

export function isProvedLately({ now }: Pick<Identity, 'now'>, provedAt: Date | null): boolean {
  return provedAt !== null && now().getTime() - provedAt.getTime() < provedMs
}

/** What the application shows of it. The name only where this browser has proved the key lately. */
export function viewDevice(identity: Identity, { device, account }: Held, provedAt: Date | null): DeviceView {
  const isProved = isProvedLately(identity, provedAt)
  return {
    device_id: device.device_id,
    name: device.name,
    kind: device.kind,
    reaches_substantial: identity.policy.substantialKinds.includes(device.kind),
    account: account.state,
    given_name: isProved ? (openHolder(identity, account).pivot.given_name.split(' ')[0] ?? null) : null,
    attempts_left: mostWrongSecrets - account.wrong_secrets,
    added_at: device.added_at.toISOString(),
  }
}
