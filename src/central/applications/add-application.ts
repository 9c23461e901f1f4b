import { Application } from '../../contract/application.ts'
import type { Db } from '../context.ts'

export type ApplicationOptions = { emailConfirmed: boolean; specimen: boolean }

/** Stores an application, or renews it where it is known. In a real deployment the citizens' web service does this. */
export async function addApplication(db: Db, application: Application, options: ApplicationOptions): Promise<void> {
  const given = Application.parse(application)
  const row = {
    reference: given.reference,
    status: given.status,
    channel: given.channel,
    declared: JSON.stringify(given.declared),
    email_confirmed: options.emailConfirmed,
    opened_by: given.openedBy,
    applicant_operator_id: given.applicantOperatorId,
    created_at: new Date(given.createdAt),
    expires_at: new Date(given.expiresAt),
    specimen_status: options.specimen ? given.status : null,
  }
  const { applicationId: application_id, reference } = given
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('application')
      .values({ application_id, ...row })
      .onConflict((clash) => clash.column('application_id').doUpdateSet(row))
      .execute()
    await trx
      .insertInto('application_reference')
      .values({ reference, application_id })
      .onConflict((clash) => clash.column('reference').doUpdateSet({ application_id }))
      .execute()
  })
}
