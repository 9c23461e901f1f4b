import { z } from 'zod'
import { ChannelChoice } from '../../contract/identity/application.ts'
import { IsoDate, IsoTime, Language, PartialDate } from '../../contract/identity.ts'
import { Failure } from '../../contract/failure.ts'
import { saidIn } from '../../central/intake/application-store.ts'
import type { Declaration } from '../../central/intake/declaration.ts'
import { saveApplication } from '../../central/intake/create-application.ts'
import type { Identity } from '../context.ts'
import { emailDigest } from '../keys/digests.ts'
import { openText, sealText } from '../keys/sealing.ts'

/** The `created_by` of central's rows that this service made. */
export const createdBy = 'identity'

/** What the web application knows of an application, beside what central keeps. */
export const Draft = z.object({
  email: z.string(),
  language: Language,
  document_expires_on: IsoDate.nullable(),
  document_issued_on: PartialDate.nullable(),
  consent: z.object({ text_version: z.string(), given_at: IsoTime }).nullable(),
  choice: ChannelChoice.nullable(),
})
export type Draft = z.infer<typeof Draft>

export type Applicant = { applicationId: string; draft: Draft; submittedAt: Date | null }

const contextOf = (applicationId: string) => `applicant ${applicationId}`

/** Code: citizen_session_missing (erased since). */
export async function readApplicant({ db, keys }: Pick<Identity, 'db' | 'keys'>, id: string): Promise<Applicant> {
  const row = await db
    .selectFrom('identity.applicant')
    .select(['draft', 'submitted_at'])
    .where('application_id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw new Failure('citizen_session_missing', 'erased')
  const draft = Draft.parse(JSON.parse(openText(keys().data, contextOf(id), row.draft)))
  return { applicationId: id, draft, submittedAt: row.submitted_at }
}

export async function writeDraft({ db, keys }: Pick<Identity, 'db' | 'keys'>, id: string, draft: Draft): Promise<void> {
  await db
    .updateTable('identity.applicant')
    .set({ draft: sealText(keys().data, contextOf(id), JSON.stringify(draft)) })
    .where('application_id', '=', id)
    .execute()
}

export async function addApplicant(
  { db, keys, now }: Pick<Identity, 'db' | 'keys' | 'now'>,
  id: string,
  draft: Draft,
): Promise<void> {
  await db
    .insertInto('identity.applicant')
    .values({
      application_id: id,
      email_digest: emailDigest(keys(), draft.email),
      draft: sealText(keys().data, contextOf(id), JSON.stringify(draft)),
      created_at: now(),
    })
    .execute()
}

/** The newest application filed from this address; null for none. */
export async function findApplicantByEmail(
  { db, keys }: Pick<Identity, 'db' | 'keys'>,
  email: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('identity.applicant')
    .select('application_id')
    .where('email_digest', '=', emailDigest(keys(), email))
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.application_id ?? null
}

/** What was declared so far, as central keeps it. Code: application_unknown. */
export async function readDeclaration({ central }: Pick<Identity, 'central'>, id: string): Promise<Declaration> {
  const row = await central.db.selectFrom('application').selectAll().where('application_id', '=', id).executeTakeFirst()
  if (row === undefined) throw new Failure('application_unknown')
  return saidIn(central, row) ?? {}
}

/**
 * Saves what was said, by central's own intake: the channel goes with the submission alone, so that nothing is awaited before.
 * Codes: declaration_invalid, application_conflict (submitted), and the state's own.
 */
export async function saveDeclaration(identity: Identity, { applicationId, draft }: Applicant, declared: Declaration) {
  const entry = {
    declared,
    channel: null,
    branch_id: null,
    language: draft.language,
    opened_by: null,
    applicant_person_id: null,
  }
  await saveApplication(identity.central, applicationId, entry as never, createdBy)
}
