import { randomUUID } from 'node:crypto'
import type { KeptThing } from '../../contract/identity/rights.ts'
import { eraseAtWish, keptUntil, requireNothingWaits } from '../../central/citizens/erase-citizen.ts'
import { holderActor } from '../../central/citizens/looks.ts'
import { recordDeed } from '../../central/operations/record-deed.ts'
import type { Identity } from '../context.ts'
import type { Trx } from '../database/tables.ts'
import { emailDigest } from '../keys/digests.ts'
import { openHolder, type AccountRow } from '../lifecycle/account.ts'
import type { Holder } from '../lifecycle/holder.ts'
import { reachedAt } from '../lifecycle/former-contacts.ts'
import { sendLetter } from '../lifecycle/letters.ts'
import { tellServices } from '../notices/queue-notices.ts'
import { accountErasures, type Erased } from './account-erasures.ts'
import { applicationsOf, filedAs } from './own-applications.ts'
import { sayDayOf, sayMoment } from '../../texts/say-time.ts'

/** What stays after an erasure of a holder's applications, one by one, with the day until which it does. */
export async function keptAfterErasure(identity: Identity, applicationIds: readonly string[]): Promise<KeptThing[]> {
  const kept = await Promise.all(
    applicationIds.map(async (id): Promise<KeptThing[]> => {
      const { reference, closed_at } = await filedAs(identity, id)
      if (closed_at === null) return []
      const until = await keptUntil(identity.central, id)
      const result: KeptThing = { what: 'result', reference, until: null }
      return until === null ? [result] : [{ what: 'decision', reference, until: until.toISOString() }, result]
    }),
  )
  return [
    ...kept.flat(),
    { what: 'audit', reference: null, until: null },
    { what: 'sub', reference: null, until: null },
  ]
}

/**
 * Erases an identity at its holder's wish (article 17 GDPR). First what central has of their applications, so that a break in the middle leaves
 * an identity with which it is asked again; then everything here in one transaction, with the letter that says what stays and what services are told. Sessions and tokens
 * end with it. Code: erasure_waits.
 */
export async function eraseAccount(identity: Identity, account: AccountRow): Promise<void> {
  const { central, db } = identity
  const holder = openHolder(identity, account)
  const applicationIds = await applicationsOf(identity, account)
  for (const id of applicationIds) await requireNothingWaits(central, id)
  const until = latest(await keptAfterErasure(identity, applicationIds))
  for (const id of applicationIds) {
    const { reference } = await filedAs(identity, id)
    const deed = { actor: holderActor, action: 'citizen.erase', stationId: null, subject: reference, detail: null }
    await recordDeed(central, deed, () => eraseAtWish(central, id))
  }
  await db.transaction().execute(async (trx) => {
    const erased = await whatIsErased(trx, identity, account, holder, applicationIds)
    await tellServices(identity, trx, { accountId: account.account_id, kinds: ['account-purged', 'logout'] })
    for (const { erase } of accountErasures) await erase(trx, erased)
    await writeFarewell(identity, holder, until, trx)
  })
  identity.bell.ring(account.email_digest)
}

async function whatIsErased(
  trx: Trx,
  identity: Identity,
  { account_id, email_digest }: AccountRow,
  holder: Holder,
  applicationIds: string[],
): Promise<Erased> {
  await trx
    .selectFrom('identity.account')
    .select('account_id')
    .where('account_id', '=', account_id)
    .forUpdate()
    .executeTakeFirst()
  const devices = await trx
    .selectFrom('identity.device')
    .select('device_id')
    .where('account_id', '=', account_id)
    .execute()
  const [emails, phones] = [reachedAt(holder, 'email', identity.now()), reachedAt(holder, 'phone', identity.now())]
  return {
    accountId: account_id,
    deviceIds: devices.map(({ device_id }) => device_id),
    applicationIds,
    emailDigests: [...new Set([email_digest, ...emails.map((email) => emailDigest(identity.keys(), email))])],
    recipients: [...emails, ...phones],
  }
}

/** To nobody's account: the letter itself is gone once it is sent. */
async function writeFarewell(identity: Identity, holder: Holder, until: Date | null, trx: Trx): Promise<void> {
  const { language } = holder
  const gaps = {
    at: sayMoment(identity.now(), language),
    until: until === null ? undefined : sayDayOf(until, language),
  }
  const kind = until === null ? 'erased' : 'erased_kept'
  for (const to of reachedAt(holder, 'email', identity.now()))
    await sendLetter(identity, randomUUID(), { to, language, kind, gaps }, trx)
}

function latest(kept: readonly KeptThing[]): Date | null {
  const [last] = kept.flatMap(({ until }) => until ?? []).sort((a, b) => b.localeCompare(a))
  return last === undefined ? null : new Date(last)
}
