import { forgetLogins } from './authentication/login-history.ts'
import type { Identity } from './context.ts'
import { isStale } from './keys/sealing.ts'
import { openHolder, sealHolder } from './lifecycle/account.ts'
import { changeHolder } from './lifecycle/account-moves.ts'
import { expireAccounts, warnOfEnds } from './lifecycle/expire-accounts.ts'
import { formerUntil, withoutPast } from './lifecycle/former-contacts.ts'
import { takeDecisions } from './lifecycle/take-decisions.ts'
import { deliverNotices } from './notices/deliver-notices.ts'
import { forgetNotices } from './notices/notice-standing.ts'
import { sealText, openText } from './keys/sealing.ts'
import { tidyPlaces } from './push/subscriptions.ts'
import { eraseAsked } from './rights/delayed-erasure.ts'

const decisionsEveryMs = 2_000
const noticesEveryMs = 2_000
/** How often each reads its keys again, besides. */
export const choresEveryMs = 60_000
const batch = 200
const dayMs = 24 * 3_600_000

/** What every instance does by itself: takes over decisions, ends what has had its time, seals again after a rotation. */
export function startMaintenance(identity: Identity): () => Promise<void> {
  const stopping = new AbortController()
  const tellServices = (one: Identity) => deliverNotices(one, stopping.signal)
  const stops = [
    every(decisionsEveryMs, identity, takeDecisions),
    every(noticesEveryMs, identity, tellServices),
    every(choresEveryMs, identity, runMaintenance),
  ]
  return async () => {
    stopping.abort()
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** One at a time; stopping waits for the one that runs. */
function every(ms: number, identity: Identity, work: (identity: Identity) => Promise<unknown>): () => Promise<void> {
  let running: Promise<unknown> | null = null
  const timer = setInterval(() => {
    running ??= work(identity)
      .catch((error: { code?: string; name: string }) =>
        identity.log.warn({ cause: error.code ?? error.name, work: work.name }, 'identity maintenance'),
      )
      .finally(() => (running = null))
  }, ms)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

export async function runMaintenance(identity: Identity): Promise<void> {
  const { db } = identity
  const at = identity.now()
  await identity.reloadKeys()
  await expireAccounts(identity)
  await warnOfEnds(identity)
  await eraseAsked(identity)
  await eraseApplicants(identity)
  await forgetFormer(identity)
  await sealAgain(identity)
  await tidyPlaces(identity, batch)
  await forgetLogins(identity)
  await forgetNotices(identity)
  await db.deleteFrom('identity.session').where('expires_at', '<', at).execute()
  await db.deleteFrom('identity.challenge').where('expires_at', '<', at).execute()
  await db.deleteFrom('identity.oidc_record').where('expires_at', '<', at).execute()
  await db.deleteFrom('identity.activation').where('expires_at', '<', at).execute()
  await db.deleteFrom('identity.device_offer').where('expires_at', '<', at).execute()
  await db.deleteFrom('identity.objection').where('expires_at', '<', at).execute()
  await db.deleteFrom('identity.parcel_credential').where('expires_at', '<', at).execute()
  const yesterday = new Date(at.getTime() - dayMs)
  await db.deleteFrom('identity.code').where('expires_at', '<', at).where('sent_since', '<', yesterday).execute()
  await db.deleteFrom('identity.sent_to').where('sent_since', '<', yesterday).execute()
  await db.deleteFrom('identity.login_request').where('expires_at', '<', yesterday).execute()
}

/** With central's retention: where the declaration is erased, nothing of the applicant stays here either. */
async function eraseApplicants({ db }: Identity): Promise<void> {
  const erased = await db
    .selectFrom('identity.applicant')
    .innerJoin('application', 'application.application_id', 'identity.applicant.application_id')
    .select('application.application_id')
    .where('application.erased_at', 'is not', null)
    .limit(batch)
    .execute()
  const ids = erased.map(({ application_id }) => application_id)
  if (ids.length === 0) return
  await db.deleteFrom('identity.session').where('kind', '=', 'application').where('subject_id', 'in', ids).execute()
  await db.deleteFrom('identity.code').where('purpose', '=', 'phone').where('subject', 'in', ids).execute()
  await db.deleteFrom('identity.applicant').where('application_id', 'in', ids).execute()
}

/** Addresses and numbers that holders had before, once they are told no more. */
async function forgetFormer(identity: Identity): Promise<void> {
  const at = identity.now()
  const due = await identity.db
    .selectFrom('identity.account')
    .select('account_id')
    .where('former_until', '<=', at)
    .limit(batch)
    .execute()
  for (const { account_id } of due)
    await changeHolder(identity, account_id, async (trx, _row, before) => {
      const holder = withoutPast(before, at)
      await trx
        .updateTable('identity.account')
        .set({ holder: sealHolder(identity, account_id, holder), former_until: formerUntil(holder) })
        .where('account_id', '=', account_id)
        .execute()
    })
}

/** What was sealed with an older data key, a few at a time; each row is changed only from what was read. */
async function sealAgain(identity: Identity): Promise<void> {
  const { db } = identity
  const keyring = identity.keys().data
  const stale = await db
    .selectFrom('identity.account')
    .selectAll()
    .where('holder', 'not like', `i1.${keyring[0]!.id}.%`)
    .limit(batch)
    .execute()
  for (const row of stale.filter(({ holder }) => isStale(keyring, holder))) {
    const { account_id, secret } = row
    const holder = sealHolder(identity, account_id, openHolder(identity, row))
    const context = `secret ${account_id}`
    const resealed = secret === null ? null : sealText(keyring, context, openText(keyring, context, secret))
    await db
      .updateTable('identity.account')
      .set({ holder, secret: resealed })
      .where('account_id', '=', account_id)
      .where('holder', '=', row.holder)
      .where((eb) => (secret === null ? eb('secret', 'is', null) : eb('secret', '=', secret)))
      .execute()
  }
}
