import { randomUUID } from 'node:crypto'
import type { ContactGiven, ContactKind } from '../../contract/identity/contact.ts'
import type { EndpointName } from '../../contract/identity/endpoints.ts'
import { Failure } from '../../contract/failure.ts'
import { plainPhone } from '../../central/intake/validate.ts'
import { requireProof, requireProved } from '../authentication/holder-act.ts'
import { viewHolder } from '../authentication/holder-handlers.ts'
import { requireSecret } from '../authentication/secret-tries.ts'
import { requireUsable } from '../authentication/usable.ts'
import type { Identity } from '../context.ts'
import type { Handlers } from '../http/serve-endpoints.ts'
import { emailDigest } from '../keys/digests.ts'
import { findAccount, openHolder, sealHolder, type AccountRow } from './account.ts'
import { changeHolder } from './account-moves.ts'
import { makeCode, takeCode } from './codes.ts'
import { refuseInvalid, sentAt } from './contacts.ts'
import { formerUntil, reachedElsewhere } from './former-contacts.ts'
import { refuseInUse } from './own-address.ts'
import { messageWords, sendLetter } from './letters.ts'
import { makeObjection } from './make-objection.ts'
import { tellHolder } from './tell-holder.ts'
import { sayDayOf } from '../../texts/say-time.ts'
import { countSentTo } from './sent-to.ts'

type Names = Extract<EndpointName, `contact.${string}` | `objection.${string}`>

const purposes = { email: 'new_email', phone: 'new_phone' } as const satisfies Record<ContactKind, string>

/** Another address or number of an active identity, and the way back for whoever it was taken from. */
export function contactHandlers(identity: Identity): Pick<Handlers, Names> {
  return {
    'contact.give': async ({ sessions, body }) => {
      const { account } = requireUsable(identity, await requireProved(identity, sessions))
      return sendDigits(identity, account, body)
    },
    'contact.confirm': async ({ sessions, body: { kind, code, secret, proof } }) => {
      const held = await requireProved(identity, sessions)
      const { account } = requireUsable(identity, held)
      await requireProof(identity, held, proof, { purpose: 'contact', detail: kind })
      await requireSecret(identity, account, secret)
      const value = await takeCode(identity, purposes[kind], account.account_id, code)
      if (kind === 'email') await refuseInUse(identity, value, account.person_digest)
      await reachAt(identity, account.account_id, { kind, value })
      const changed = await findAccount(identity, account.account_id)
      return viewHolder(identity, { ...held, account: changed ?? account })
    },
    'objection.make': async ({ body }) => {
      await makeObjection(identity, body.token)
      return {}
    },
  }
}

/** Digits to the new one: nobody becomes reachable where they are not. Codes: declaration_invalid, code_limit, message_not_sent. */
async function sendDigits(identity: Identity, account: AccountRow, { kind, value: given }: ContactGiven) {
  const { account_id } = account
  const { language } = openHolder(identity, account)
  const value = kind === 'phone' ? plainPhone(given) : given.trim()
  await refuseInvalid(identity, kind === 'phone' ? { phone: value } : { email: value })
  const made = await makeCode(identity, purposes[kind], account_id, value)
  if (kind === 'phone') {
    await countSentTo(identity, value)
    await identity.messages.send(value, messageWords('phone', language, made.digits))
  } else {
    const gaps = { code: made.digits, until: sayDayOf(made.expiresAt, language) }
    await sendLetter(identity, randomUUID(), { to: value, language, kind: 'new_email', gaps })
  }
  return sentAt(made)
}

/** Changes where the holder is reached, and tells them where they were. Code: account_inactive (suspended meanwhile). */
async function reachAt(identity: Identity, accountId: string, { kind, value }: { kind: ContactKind; value: string }) {
  await changeHolder(identity, accountId, async (trx, account, before) => {
    if (account.state !== 'ACTIVE') throw new Failure('account_inactive')
    const holder = reachedElsewhere(before, kind, value, identity.now())
    const row = { holder: sealHolder(identity, accountId, holder), former_until: formerUntil(holder) }
    const name = kind === 'email' ? { email_digest: emailDigest(identity.keys(), value) } : {}
    await trx
      .updateTable('identity.account')
      .set({ ...row, ...name })
      .where('account_id', '=', accountId)
      .execute()
    // What browsers remember is the name of before, which is nobody's any more.
    if (kind === 'email')
      await trx
        .deleteFrom('identity.session')
        .where('kind', '=', 'browser')
        .where('subject_id', '=', accountId)
        .execute()
  })
  const account = await findAccount(identity, accountId)
  if (account !== null) await tellHolder(identity, { account, kind: `${kind}_changed` })
}
