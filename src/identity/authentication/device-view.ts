import type { DeviceView } from '../../contract/identity/device.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import type { HeldSession } from '../http/sessions.ts'
import { findAccount, openHolder, type AccountRow } from '../lifecycle/account.ts'
import { findDevice, type DeviceRow } from './devices.ts'
import { mostWrongSecrets } from './secret-code.ts'

const provedMs = 12 * 3_600_000

export type Held = { device: DeviceRow; account: AccountRow }

/** The device and the identity of a browser that holds one. Code: device_unknown. */
export async function heldDevice(identity: Identity, { subjectId }: HeldSession): Promise<Held> {
  const device = await findDevice(identity, subjectId)
  const account = await findAccount(identity, device.account_id)
  if (account === null) throw new Failure('device_unknown')
  return { device, account }
}

/** What the application shows of it. The name only where this browser has proved the key lately. */
export function viewDevice(identity: Identity, { device, account }: Held, provedAt: Date | null): DeviceView {
  const isProved = provedAt !== null && identity.now().getTime() - provedAt.getTime() < provedMs
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
