import type { DeviceView } from '../../contract/identity/device.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import type { HeldSession, Sessions } from '../http/sessions.ts'
import { openHolder, type AccountRow } from '../lifecycle/account.ts'
import type { DeviceRow } from './devices.ts'
import { isWaitingFor, ownOfRequest, unanswered, type LoginRow } from './login-requests.ts'
import { mostWrongSecrets } from './secret-code.ts'

const provedMs = 12 * 3_600_000

export type Held = { device: DeviceRow; account: AccountRow }

/** Devices in use with their identities. */
const heldRows = ({ db }: Pick<Identity, 'db'>) =>
  // The two share one column, the account's identifier, by which they are joined.
  db
    .selectFrom('identity.device')
    .innerJoin('identity.account', 'identity.account.account_id', 'identity.device.account_id')
    .selectAll(['identity.device', 'identity.account'])
    .where('identity.device.revoked_at', 'is', null)

/** The same of the browser that asks alone, by the session that it holds. */
const heldBy = (identity: Pick<Identity, 'db' | 'now'>, sessionHash: string | null) =>
  heldRows(identity)
    .innerJoin('identity.session', 'identity.session.subject_id', 'identity.device.device_id')
    .where('identity.session.token_hash', '=', sessionHash)
    .where('identity.session.kind', '=', 'device')
    .where('identity.session.expires_at', '>', identity.now())

/** The device and the identity of a browser that holds one. Code: device_unknown. */
export async function heldDevice(identity: Identity, { subjectId }: Pick<HeldSession, 'subjectId'>): Promise<Held> {
  const row = await heldRows(identity).where('identity.device.device_id', '=', subjectId).executeTakeFirst()
  if (row === undefined) throw new Failure('device_unknown')
  return { device: row, account: row }
}

/** The same of whoever asks. Code: device_unknown (as well without a session). */
export async function requireHeld(identity: Identity, sessions: Sessions): Promise<Held> {
  const row = await heldBy(identity, sessions.hashOf('device')).executeTakeFirst()
  if (row === undefined) throw new Failure('device_unknown')
  return { device: row, account: row }
}

/** With the login that waits for them, read at the same moment. Code: device_unknown. */
export async function requireHeldAndPending(
  identity: Identity,
  sessions: Sessions,
): Promise<Held & { pending: LoginRow | null }> {
  const row = await heldBy(identity, sessions.hashOf('device'))
    .leftJoin('identity.login_request', (join) => join.on((eb) => isWaitingFor(eb, identity.now())))
    .select(ownOfRequest)
    .executeTakeFirst()
  if (row === undefined) throw new Failure('device_unknown')
  const pending = row.login_id === null ? null : ({ ...row, ...unanswered } as LoginRow)
  return { device: row, account: row, pending }
}

/** The login that was approved for a page, with the device and the identity that approved it, where they are in use still. */
export async function findApproved(
  identity: Identity,
  interaction: string,
): Promise<{ row: LoginRow; held: Held } | null> {
  const row = await heldRows(identity)
    .innerJoin('identity.login_request', 'identity.login_request.device_id', 'identity.device.device_id')
    .select([...ownOfRequest, 'identity.login_request.acr', 'identity.login_request.answered_at'])
    .where('identity.login_request.interaction', '=', interaction)
    .where('identity.login_request.state', '=', 'approved')
    .executeTakeFirst()
  if (row === undefined) return null
  const request = { ...row, state: 'approved' } as const
  return { row: request, held: { device: row, account: row } }
}

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
