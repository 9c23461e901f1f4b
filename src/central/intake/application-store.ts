import type { Selectable } from 'kysely'
import type { Application } from '../../contract/application.ts'
import { Declared } from '../../contract/identity.ts'
import { Failure } from '../../contract/failure.ts'
import type { Central, Db, Trx } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { documentDigest, openDeclaration, personDigest, sealDeclaration, type Declaration } from './declaration.ts'

type StoredRow = Selectable<Tables['application']>
/** An application as central works with it. `declared`: null while it is incomplete, and once it is erased. */
export type ApplicationRow = Omit<StoredRow, 'declared' | 'declaration'> & { declared: Declared | null }

export type Keyed = Pick<Central, 'keys'>

export function openRow({ keys }: Keyed, row: StoredRow): ApplicationRow {
  const { declared: _inClear, declaration: _sealed, ...rest } = row
  const said = saidIn({ keys }, row)
  const declared = row.declared_at === null ? null : (Declared.safeParse(said).data ?? null)
  return { ...rest, declared }
}

/** What was declared so far, complete or not; null once it is erased. */
export function saidIn({ keys }: Keyed, row: StoredRow): Declaration | null {
  if (row.declaration !== null) return openDeclaration(keys(), row.application_id, row.declaration)
  return row.declared
}

export async function findApplication({ db, keys }: Keyed & { db: Db }, id: string): Promise<ApplicationRow | null> {
  const row = await db.selectFrom('application').selectAll().where('application_id', '=', id).executeTakeFirst()
  return row === undefined ? null : openRow({ keys }, row)
}

/** The row as it is, locked until the transaction ends. Code: application_unknown. */
export async function lockApplication(trx: Trx, applicationId: string): Promise<StoredRow> {
  const row = await trx
    .selectFrom('application')
    .selectAll()
    .where('application_id', '=', applicationId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw new Failure('application_unknown')
  return row
}

export async function idOfReference(db: Db, reference: string): Promise<string | null> {
  const named = await db
    .selectFrom('application_reference')
    .select('application_id')
    .where('reference', '=', reference)
    .executeTakeFirst()
  return named?.application_id ?? null
}

/** Writes what was declared, sealed, and the digests by which it is found beside others. */
export async function writeDeclaration(
  trx: Trx,
  { keys }: Keyed,
  applicationId: string,
  declaration: Declaration,
): Promise<void> {
  await trx
    .updateTable('application')
    .set({ declaration: sealDeclaration(keys(), applicationId, declaration), declared: null })
    .where('application_id', '=', applicationId)
    .execute()
  await writeDigests(trx, { keys }, applicationId, declaration)
}

export async function writeDigests(trx: Trx, { keys }: Keyed, application_id: string, declaration: Declaration) {
  await trx.deleteFrom('application_digest').where('application_id', '=', application_id).execute()
  const whole = Declared.safeParse(declaration).data
  if (whole === undefined) return
  const { lookupSecret } = keys()
  await trx
    .insertInto('application_digest')
    .values([
      { kind: 'document', digest: documentDigest(lookupSecret, whole), application_id },
      { kind: 'person', digest: personDigest(lookupSecret, whole), application_id },
    ])
    .onConflict((clash) => clash.doNothing())
    .execute()
}

/** As stations are told. For an application that is declared and has its channel. Code: application_incomplete. */
export function toApplication(row: ApplicationRow): Application {
  if (row.declared === null || row.channel === null) throw new Failure('application_incomplete')
  return {
    applicationId: row.application_id,
    reference: row.reference,
    status: row.status,
    channel: row.channel,
    declared: row.declared,
    openedBy: row.opened_by,
    applicantOperatorId: row.applicant_operator_id,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }
}
