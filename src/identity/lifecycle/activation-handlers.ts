import type { Selectable } from 'kysely'
import type { ActivationView } from '../../contract/identity/activation.ts'
import type { EndpointName } from '../../contract/identity/endpoints.ts'
import { Failure } from '../../contract/failure.ts'
import { makeChallenge, useNewestChallenge } from '../authentication/challenges.ts'
import { viewDevice } from '../authentication/device-view.ts'
import { addDevice, registrationOptions, verifyNewDevice, type DeviceRow } from '../authentication/devices.ts'
import { mostWrongSecrets, refuseTrivial, sealSecret } from '../authentication/secret-code.ts'
import type { Identity } from '../context.ts'
import type { IdentityTables } from '../database/tables.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { requireSession, type Sessions } from '../http/sessions.ts'
import { tokenHash } from '../keys/digests.ts'
import { findAccount, openHolder, type AccountRow } from './account.ts'
import type { Holder } from './holder.ts'
import { moveAccount } from './account-moves.ts'
import { isSentCode, makeCode, takeCode } from './codes.ts'
import { messageWords } from './letters.ts'

type ActivationRow = Selectable<IdentityTables['identity.activation']>
/** `isConfirmed`: this browser gave the code that went to the phone. Of another that holds the same link that says nothing. */
type Open = { activation: ActivationRow; account: AccountRow; holder: Holder; isConfirmed: boolean }
type Names = Extract<EndpointName, `activation.${string}`>

/** From the mail's link to a device that logs in: code, secret code, device, in this order. */
export function activationHandlers(identity: Identity): Pick<Handlers, Names> {
  const open = async (sessions: Sessions): Promise<Open> => {
    const { subjectId, held, provedAt } = await requireSession(sessions, 'activation')
    return { ...(await readOpen(identity, subjectId, held)), isConfirmed: provedAt !== null }
  }
  const view = async (sessions: Sessions) => viewActivation(identity, await open(sessions))
  return {
    'activation.open': async ({ body, sessions }) => {
      const accountId = await accountOfLink(identity, body.token)
      const held = tokenHash(body.token)
      await sessions.begin('activation', accountId, { held })
      const opened = { ...(await readOpen(identity, accountId, held)), isConfirmed: false }
      await sendCode(identity, opened)
      return viewActivation(identity, opened)
    },
    'activation.read': ({ sessions }) => view(sessions),
    'activation.resend': async ({ sessions }) => {
      const opened = await open(sessions)
      if (!opened.isConfirmed) await sendCode(identity, opened)
      return viewActivation(identity, opened)
    },
    'activation.code': async ({ body, sessions }) => {
      const opened = await open(sessions)
      await takeCode(identity, 'activation', subjectOf(opened.activation), body.code)
      await sessions.begin('activation', opened.account.account_id, {
        held: opened.activation.token_hash,
        isProved: true,
      })
      return viewActivation(identity, { ...opened, isConfirmed: true })
    },
    'activation.secret': async ({ body, sessions }) => {
      const { activation, account, holder, isConfirmed } = await open(sessions)
      if (!isConfirmed) throw new Failure('activation_incomplete', 'code')
      refuseTrivial(body.secret, holder.pivot)
      if (await isSentCode(identity, 'activation', subjectOf(activation), body.secret))
        throw new Failure('secret_trivial')
      await keepSecret(identity, activation, await sealSecret(identity, account.account_id, body.secret))
      return view(sessions)
    },
    'activation.challenge': async ({ sessions }) => {
      const { account } = requireSecret(await open(sessions))
      const { challenge, expiresAt } = await makeChallenge(identity, 'activate', account.account_id)
      const passkey = await registrationOptions(identity, account.account_id, challenge)
      return { challenge, expires_at: expiresAt.toISOString(), passkey }
    },
    'activation.device': async ({ body, sessions }) => {
      const { account, activation } = requireSecret(await open(sessions))
      if (!identity.policy.acceptedKinds.includes(body.kind)) throw new Failure('device_key_refused', body.kind)
      const challenge = await useNewestChallenge(identity, 'activate', account.account_id)
      const verified = await verifyNewDevice(identity, body, challenge)
      const device = await activate(identity, activation, { name: body.name, verified })
      await sessions.end('activation')
      await sessions.begin('device', device.device_id, { isProved: true })
      const now = await findAccount(identity, account.account_id)
      return viewDevice(identity, { device, account: now ?? account }, identity.now())
    },
  }
}

/** Code: activation_link_invalid. */
async function accountOfLink({ db, now }: Identity, token: string): Promise<string> {
  const row = await db
    .selectFrom('identity.activation')
    .select('account_id')
    .where('token_hash', '=', tokenHash(token))
    .where('expires_at', '>', now())
    .executeTakeFirst()
  if (row === undefined) throw new Failure('activation_link_invalid')
  return row.account_id
}

/**
 * By the link that this browser opened, and no newer one: that may have gone to somebody else, with a code of its own.
 * Codes: activation_link_invalid (a newer link, or its time is over), account_inactive.
 */
async function readOpen(
  identity: Identity,
  accountId: string,
  linkHash: string | null,
): Promise<Omit<Open, 'isConfirmed'>> {
  const activation = await identity.db
    .selectFrom('identity.activation')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('token_hash', '=', linkHash)
    .where('expires_at', '>', identity.now())
    .executeTakeFirst()
  const account = await findAccount(identity, accountId)
  if (activation === undefined || account === null) throw new Failure('activation_link_invalid')
  if (account.state !== 'ACTIVATION_PENDING') throw new Failure('account_inactive')
  return { activation, account, holder: openHolder(identity, account) }
}

/** A code belongs to one link: that of an older one opens nothing. */
const subjectOf = ({ account_id, token_hash }: ActivationRow) => `${account_id} ${token_hash}`

/** Opening the link again within the minute sends no second message. Codes: message_not_sent, code_limit (for long). */
async function sendCode(identity: Identity, { activation, holder }: Open): Promise<void> {
  const row = await codeOf(identity, activation)
  if (row !== null && row.resend_at > identity.now() && row.tries_left > 0) return
  const made = await makeCode(identity, 'activation', subjectOf(activation), '')
  await identity.messages.send(holder.phone, messageWords('activation', holder.language, made.digits))
}

async function codeOf({ db }: Identity, activation: ActivationRow) {
  const row = await db
    .selectFrom('identity.code')
    .select(['expires_at', 'resend_at', 'tries_left'])
    .where('purpose', '=', 'activation')
    .where('subject', '=', subjectOf(activation))
    .executeTakeFirst()
  return row ?? null
}

async function viewActivation(identity: Identity, { activation, holder, isConfirmed }: Open): Promise<ActivationView> {
  const code = await codeOf(identity, activation)
  const isCodeDue = !isConfirmed
  const { substantialKinds, acceptedKinds } = identity.policy
  return {
    step: isCodeDue ? 'code' : activation.secret === null ? 'secret' : 'device',
    phone_ends: holder.phone.slice(-2),
    code_expires_at: isCodeDue ? (code?.expires_at.toISOString() ?? null) : null,
    resend_at: isCodeDue ? (code?.resend_at.toISOString() ?? null) : null,
    attempts_left: isCodeDue ? (code?.tries_left ?? 0) : mostWrongSecrets,
    expires_at: activation.expires_at.toISOString(),
    device_kinds: [...acceptedKinds],
    substantial_kinds: [...substantialKinds],
  }
}

/** Code: activation_incomplete. */
function requireSecret(opened: Open): Open {
  if (!opened.isConfirmed) throw new Failure('activation_incomplete', 'code')
  if (opened.activation.secret === null) throw new Failure('activation_incomplete', 'secret')
  return opened
}

/** With the link that was opened, or with none. */
async function keepSecret({ db }: Identity, { token_hash }: ActivationRow, secret: string): Promise<void> {
  await db.updateTable('identity.activation').set({ secret }).where('token_hash', '=', token_hash).execute()
}

type First = { name: string; verified: Parameters<typeof addDevice>[3] }

/** Once: of two devices that finish at the same time, one is told that the link no longer counts. Code: activation_link_invalid. */
async function activate(
  identity: Identity,
  { account_id: accountId, secret }: ActivationRow,
  { name, verified }: First,
): Promise<DeviceRow> {
  const { now } = identity
  let device: DeviceRow | null = null
  const move = { accountId, cause: 'activation' as const, gaps: { device: name } }
  await moveAccount(identity, move, async (trx) => {
    const gone = await trx
      .deleteFrom('identity.activation')
      .where('account_id', '=', accountId)
      .where('secret', '=', secret)
      .executeTakeFirst()
    if (gone.numDeletedRows === 0n) throw new Failure('activation_link_invalid')
    await trx
      .updateTable('identity.account')
      .set({ secret, wrong_secrets: 0, activated_at: now() })
      .where('account_id', '=', accountId)
      .execute()
    device = await addDevice({ db: trx, now }, accountId, name, verified)
  })
  if (device === null) throw new Failure('activation_link_invalid')
  return device
}
