import { legalDay } from '../../enrolment/local-day.ts'
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Declared, Language } from '../../contract/identity.ts'
import { addYears } from '../../enrolment/dates.ts'
import type { Identity } from '../context.ts'
import type { IdentityTables, Trx } from '../database/tables.ts'
import { emailDigest } from '../keys/digests.ts'
import { openText, sealText } from '../keys/sealing.ts'
import { Holder } from './holder.ts'
import { pivotDigest, pivotOf, type PivotIdentity } from './pivot.ts'
import { formerUntil, reachedAnew } from './former-contacts.ts'
import { accountCauses, hasEnded, nextAccountState } from './states.ts'

export type AccountRow = Omit<Selectable<IdentityTables['identity.account']>, 'ends_on' | 'end_told_for'>

/** As much of one as says whether it stands, and for whom. */
export type StandingAccount = Pick<AccountRow, 'account_id' | 'state' | 'holder' | 'secret_from'>

const contextOf = (accountId: string) => `account ${accountId}`

export function openHolder(
  { keys }: Pick<Identity, 'keys'>,
  { account_id, holder }: Pick<AccountRow, 'account_id' | 'holder'>,
): Holder {
  return Holder.parse(JSON.parse(openText(keys().data, contextOf(account_id), holder)))
}

export async function findAccount({ db }: Pick<Identity, 'db'>, accountId: string): Promise<AccountRow | null> {
  const row = await db.selectFrom('identity.account').selectAll().where('account_id', '=', accountId).executeTakeFirst()
  return row ?? null
}

export async function findAccountOfApplication({ db }: Pick<Identity, 'db'>, id: string): Promise<AccountRow | null> {
  const row = await db.selectFrom('identity.account').selectAll().where('application_id', '=', id).executeTakeFirst()
  return row ?? null
}

export type Approved = {
  applicationId: string
  declared: Declared
  documentExpiresOn: string | null
  language: Language
}

/**
 * The account that an approval makes, or the one that this person of the civil register has had before: then what services know them
 * by stays, and everything that logs in with it is taken away until they activate again. Returns its identifier, and whether it was there.
 */
export async function writeAccount(
  trx: Trx,
  identity: Identity,
  approved: Approved,
): Promise<{ accountId: string; isAnew: boolean }> {
  const { applicationId, declared } = approved
  const at = identity.now()
  const pivot = pivotOf(declared)
  const person_digest = pivotDigest(identity.keys(), pivot)
  const before = await trx
    .selectFrom('identity.account')
    .select(['account_id', 'state', 'holder'])
    .where('person_digest', '=', person_digest)
    .forUpdate()
    .executeTakeFirst()
  const account_id = before?.account_id ?? randomUUID()
  const said = holderOf(approved, pivot)
  const wasInUse = before !== undefined && !hasEnded(before.state)
  const holder = wasInUse ? reachedAnew(openHolder(identity, before), said, at) : said
  const row = {
    state_reason: null,
    state_at: at,
    application_id: applicationId,
    application_state: 'APPROVED' as const,
    email_digest: emailDigest(identity.keys(), declared.email),
    person_digest,
    holder: sealHolder(identity, account_id, holder),
    secret: null,
    wrong_secrets: 0,
    reset_tries: 0,
    secret_from: null,
    former_until: formerUntil(holder),
    erase_at: null,
    ends_on: endOf(approved, identity),
    activated_at: null,
  }
  if (before === undefined)
    await trx
      .insertInto('identity.account')
      .values({ account_id, ...row, state: 'ACTIVATION_PENDING', created_at: at })
      .execute()
  else {
    const state = nextAccountState(before.state, accountCauses.verified.event)
    if (state === null) throw new Error(`no proofing from ${before.state}`)
    await trx
      .updateTable('identity.account')
      .set({ ...row, state })
      .where('account_id', '=', account_id)
      .execute()
    await takeAway(trx, account_id, at)
  }
  await trx
    .insertInto('identity.account_application')
    .values({ application_id: applicationId, account_id })
    .onConflict((clash) => clash.doNothing())
    .execute()
  return { accountId: account_id, isAnew: before !== undefined }
}

function holderOf({ declared, documentExpiresOn, language }: Approved, pivot: PivotIdentity): Holder {
  const { email, phone, documentType, documentNumber } = declared
  const last_four = documentNumber.replace(/[^A-Za-z0-9]/g, '').slice(-4)
  return {
    pivot,
    email,
    phone,
    language,
    former: [],
    document: { type: documentType, expires_on: documentExpiresOn, last_four },
  }
}

export function sealHolder({ keys }: Pick<Identity, 'keys'>, accountId: string, holder: Holder): string {
  return sealText(keys().data, contextOf(accountId), JSON.stringify(holder))
}

/** The policy's years, or the document's last day, whichever comes first. */
function endOf({ documentExpiresOn }: Approved, { now, policy }: Pick<Identity, 'now' | 'policy'>): string {
  const latest = addYears(legalDay(now()), policy.accountYears)
  return documentExpiresOn !== null && documentExpiresOn < latest ? documentExpiresOn : latest
}

/** Devices, sessions and what waits: nobody goes on with what was proved before. */
async function takeAway(trx: Trx, accountId: string, at: Date): Promise<void> {
  const devices = trx.selectFrom('identity.device').select('device_id').where('account_id', '=', accountId)
  await trx.deleteFrom('identity.session').where('kind', '=', 'device').where('subject_id', 'in', devices).execute()
  await trx
    .updateTable('identity.device')
    .set({ revoked_at: at })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .execute()
  for (const table of ['identity.activation', 'identity.device_offer', 'identity.objection'] as const)
    await trx.deleteFrom(table).where('account_id', '=', accountId).execute()
}
