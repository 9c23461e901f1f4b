import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import { canLogIn } from '../lifecycle/states.ts'
import type { AccountRow } from '../lifecycle/account.ts'
import type { Held } from './device-view.ts'
import { secretWaitMs } from './secret-wait.ts'

type Usable = Held & { account: AccountRow & { secret: string } }

/**
 * An identity that acts at its level now, on a device that reaches it. Codes: account_locked, account_inactive, secret_new (with the
 * seconds to wait), device_key_refused.
 */
export function requireUsable(identity: Identity, { device, account }: Held): Usable {
  const { secret } = account
  if (account.state === 'LOCKED') throw new Failure('account_locked')
  if (!canLogIn(account.state) || secret === null) throw new Failure('account_inactive')
  const waitMs = secretWaitMs(identity, account)
  if (waitMs > 0) throw new Failure('secret_new', null, { waitSeconds: Math.ceil(waitMs / 1000) })
  if (!identity.policy.substantialKinds.includes(device.kind)) throw new Failure('device_key_refused')
  return { device, account: { ...account, secret } }
}
