import type { Identity } from '../context.ts'
import type { AccountRow } from '../lifecycle/account.ts'
import { readDeclaration } from '../lifecycle/applicant.ts'
import { personOf } from '../lifecycle/own-address.ts'
import { Declared } from '../../contract/identity.ts'

/**
 * Applications of a holder: those that their identity has rested on, and what else was filed from their address in their name. An address
 * may be shared: what names somebody else is not theirs, nor what names nobody yet where another has the address too.
 */
export async function applicationsOf(identity: Identity, account: AccountRow): Promise<string[]> {
  const { db } = identity
  const { account_id, application_id, email_digest } = account
  const rested = await db
    .selectFrom('identity.account_application')
    .select('application_id')
    .where('account_id', '=', account_id)
    .execute()
  const filed = await db
    .selectFrom('identity.applicant')
    .select('application_id')
    .where('email_digest', '=', email_digest)
    .execute()
  const isShared = await hasOthers(identity, account)
  const certain = new Set([application_id, ...rested.map((row) => row.application_id)])
  for (const { application_id: id } of filed)
    if (!certain.has(id) && (await isOf(identity, account, id, isShared))) certain.add(id)
  return [...certain]
}

/** Under which reference an application is known, and since when it is closed. */
export const filedAs = ({ central }: Identity, applicationId: string) =>
  central.db
    .selectFrom('application')
    .select(['reference', 'closed_at'])
    .where('application_id', '=', applicationId)
    .executeTakeFirstOrThrow()

async function hasOthers({ db }: Identity, { account_id, email_digest }: AccountRow): Promise<boolean> {
  const other = await db
    .selectFrom('identity.account')
    .select('account_id')
    .where('email_digest', '=', email_digest)
    .where('account_id', '<>', account_id)
    .executeTakeFirst()
  return other !== undefined
}

async function isOf(
  identity: Identity,
  { person_digest }: AccountRow,
  applicationId: string,
  isShared: boolean,
): Promise<boolean> {
  const said = await readDeclaration(identity, applicationId)
  if (!Declared.safeParse(said).success) return !isShared
  return personOf(identity, said) === person_digest
}
