import { applicationRecord } from '../../central/citizens/access.ts'
import { loginsOf } from '../authentication/login-history.ts'
import type { Identity } from '../context.ts'
import { openHolder, type AccountRow } from '../lifecycle/account.ts'
import { readApplicant } from '../lifecycle/applicant.ts'
import { servicesOf } from '../provider/disclosures.ts'
import { sessionsOfHolder } from '../provider/own-sessions.ts'
import { keptAfterErasure } from './erase-account.ts'

/** More rows than anybody has: all of them. */
const all = 100_000

export type HolderRecord = Awaited<ReturnType<typeof holderRecord>>

/**
 * Everything that identity service and central hold of a holder (articles 15 and 20 GDPR), as it is and with the names it has in the databases;
 * nobody who works here is named, and no key, code or digest is in it. The last characters of a document's number open a new secret code
 * (R27): they are hidden, for the file will lie about.
 */
export async function holderRecord(identity: Identity, account: AccountRow, applicationIds: readonly string[]) {
  const { account_id, state, state_reason, state_at, created_at, activated_at } = account
  const { document, ...holder } = openHolder(identity, account)
  const applications = await Promise.all(
    applicationIds.map(async (id) => ({
      ...(await applicationRecord(identity.central, id)),
      web: await webOf(identity, id),
    })),
  )
  return {
    format: 'guichet-record-1',
    made_at: identity.now().toISOString(),
    account: { state, state_reason, state_at, created_at, activated_at, ends_on: await endOf(identity, account_id) },
    attributes: holder.pivot,
    contacts: { email: holder.email, phone: holder.phone, former: holder.former, language: holder.language },
    document: { ...document, last_four: hidden },
    devices: await devicesOf(identity, account_id),
    logins: await loginsOf(identity, account_id, all),
    sessions: await sessionsOfHolder(identity, account_id),
    services: await servicesOf(identity, account_id, all),
    subjects: await subjectsOf(identity, account_id),
    parcel_codes: await parcelCodesOf(identity, account_id),
    notices: await noticesOf(identity, account_id),
    applications: applications.map(hideEndings),
    kept_after_erasure: await keptAfterErasure(identity, applicationIds),
  }
}

const hidden = '••••'
const endings: Record<string, (value: string) => string> = {
  documentNumber: (number) => number.slice(0, -4) + hidden,
  last4: () => hidden,
}

/** The same without the last characters of document numbers, however deep they stand. */
function hideEndings<T>(value: T): T {
  if (value instanceof Date || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(hideEndings) as T
  const shown = Object.entries(value).map(([name, inner]): [string, unknown] => {
    const hide = endings[name]
    return [name, hide !== undefined && typeof inner === 'string' ? hide(inner) : hideEndings(inner)]
  })
  return Object.fromEntries(shown) as T
}

/** What the web application knows beside central; null once it is erased. */
async function webOf(identity: Identity, applicationId: string) {
  const found = await readApplicant(identity, applicationId).catch(() => null)
  return found === null ? null : { ...found.draft, submitted_at: found.submittedAt }
}

const devicesOf = ({ db }: Identity, accountId: string) =>
  db
    .selectFrom('identity.device')
    .leftJoin('identity.push_subscription as push', 'push.device_id', 'identity.device.device_id')
    .select(['name', 'kind', 'identity.device.added_at', 'used_at', 'revoked_at', 'push.added_at as told_since'])
    .where('account_id', '=', accountId)
    .orderBy('identity.device.added_at')
    .execute()

async function endOf({ db }: Identity, accountId: string): Promise<string> {
  const { ends_on } = await db
    .selectFrom('identity.account')
    .select(({ cast, ref }) => cast<string>(ref('ends_on'), 'text').as('ends_on'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return ends_on
}

const subjectsOf = ({ db }: Identity, accountId: string) =>
  db
    .selectFrom('identity.subject')
    .select(['sector', 'sub', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute()

const parcelCodesOf = ({ db }: Identity, accountId: string) =>
  db
    .selectFrom('identity.parcel_credential')
    .select(['issued_at', 'expires_at', 'replaced_at'])
    .where('account_id', '=', accountId)
    .orderBy('issued_at')
    .execute()

const noticesOf = ({ central }: Identity, accountId: string) =>
  central.db
    .selectFrom('mail')
    .select(['created_at', 'state', 'settled_at'])
    .where('application_id', '=', accountId)
    .orderBy('created_at')
    .execute()
