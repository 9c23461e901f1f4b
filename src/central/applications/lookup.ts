import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { Application, ApplicationStatus } from '../../contract/application.ts'
import { codeOf, Failure, type FailureCode } from '../../contract/failure.ts'
import { Operator } from '../../contract/operator.ts'
import { parseReference } from '../../contract/reference.ts'
import { LookupAnswer, LookupRequest } from '../../contract/sync.ts'
import type { Central } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { defineRoute } from '../http/route.ts'
import { requireMayAct } from '../people/person.ts'
import { holdApplications } from './holders.ts'
import { isReportedLost } from './lost-stolen.ts'

export type ApplicationRow = Selectable<Tables['application']>
type LookupRequest = z.infer<typeof LookupRequest>

const refusals: Partial<Record<ApplicationStatus, FailureCode>> = {
  verified: 'application_already_verified',
  expired: 'application_expired',
  cancelled: 'application_cancelled',
  refused: 'application_refused',
}

/** POST /v1/applications/lookup: a citizen's data by the citizen's code. Every try is audited, with its result. */
export const lookupRoute = defineRoute<'station', null, null, LookupRequest>('station', {
  method: 'POST',
  path: '/v1/applications/lookup',
  summary: "The application behind a citizen's reference",
  once: true,
  body: LookupRequest.extend({ operator_id: Operator.shape.operatorId }),
  answers: { 200: { description: 'Open application', schema: LookupAnswer } },
  failures: [
    'reference_malformed',
    'reference_check_failed',
    'application_unknown',
    'application_expired',
    'application_already_verified',
    'application_cancelled',
    'application_refused',
    'application_email_unconfirmed',
    'operator_revoked',
    'operator_not_on_roster',
  ],
  async handle({ caller: station, body }, central) {
    const audit = (subject: string, result: string) =>
      central.db
        .insertInto('audit')
        .values({
          station_id: station.station_id,
          audit_id: randomUUID(),
          at: central.now(),
          actor: body.operator_id,
          action: 'application.lookup',
          subject,
          result,
        })
        .execute()
    const parsed = parseReference(body.reference)
    // What was typed instead of a reference may be somebody's name: it is not kept.
    const subject = parsed.ok ? parsed.reference : ''
    try {
      await requireMayAct(central, station.station_id, body.operator_id)
      if (!parsed.ok) throw new Failure(parsed.code)
      const row = await findOpen(central, station.station_id, parsed.reference)
      await audit(subject, 'found')
      const lost = await isReportedLost(central, row.declared)
      if (lost) central.log.info({ station: station.station_id }, 'lookup of a document reported lost or stolen')
      return { status: 200, body: { application: toApplication(row), lost_stolen_checked: !lost } }
    } catch (error) {
      await audit(subject, codeOf(error))
      throw error
    }
  },
})

async function findOpen(central: Central, stationId: string, reference: string): Promise<ApplicationRow> {
  const applicationId = await idBehind(central, reference)
  if (applicationId === null) throw new Failure('application_unknown')
  await holdApplications(central, stationId, [{ applicationId, from: central.now() }])
  const found = await findApplication(central, applicationId)
  if (found === null) throw new Failure('application_unknown')
  const row = central.environment === 'training' ? await reopenSpecimen(central, found) : found
  if (row.status === 'open' && row.expires_at <= central.now()) throw new Failure('application_expired')
  const refusal = refusals[row.status]
  if (refusal !== undefined) throw new Failure(refusal)
  if (!row.email_confirmed) throw new Failure('application_email_unconfirmed')
  return row
}

async function idBehind({ db }: Central, reference: string): Promise<string | null> {
  const named = await db
    .selectFrom('application_reference')
    .select('application_id')
    .where('reference', '=', reference)
    .executeTakeFirst()
  return named?.application_id ?? null
}

export async function findApplication(central: Pick<Central, 'db'>, id: string): Promise<ApplicationRow | null> {
  const row = await central.db.selectFrom('application').selectAll().where('application_id', '=', id).executeTakeFirst()
  return row ?? null
}

/** In training a specimen citizen can be verified again and again: looking it up puts it back as it was seeded. */
async function reopenSpecimen(central: Central, row: ApplicationRow): Promise<ApplicationRow> {
  if (row.specimen_status === null || row.specimen_status === row.status) return row
  await central.db
    .updateTable('application')
    .set({ status: row.specimen_status })
    .where('application_id', '=', row.application_id)
    .execute()
  return { ...row, status: row.specimen_status }
}

export function toApplication(row: ApplicationRow): Application {
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
