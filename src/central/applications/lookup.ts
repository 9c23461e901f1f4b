import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { codeOf, Failure } from '../../contract/failure.ts'
import { Operator } from '../../contract/operator.ts'
import { parseReference } from '../../contract/reference.ts'
import { type LookupAnswer, LookupRequest, SealedLookupAnswer } from '../../contract/protocol/look-ups.ts'
import type { Central } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { issueNonces } from '../witness/chip-nonces.ts'
import { sealTo } from './seal-to.ts'
import { refusalOf } from '../intake/advance.ts'
import { findApplication, idOfReference, toApplication, type ApplicationRow } from '../intake/application-store.ts'
import { seenBefore } from '../intake/seen-by.ts'
import { isStage, stateOfStatus } from '../intake/state.ts'
import { requireMayAct } from '../people/person.ts'
import { holdApplications } from './holders.ts'
import { countLookup } from './lookup-limits.ts'
import { isReportedLost } from './lost-stolen.ts'

type LookupRequest = z.infer<typeof LookupRequest>

/** POST /v1/applications/lookup: a citizen's data by the citizen's code. Every try is audited, with its result. */
export const lookupRoute = defineRoute<'station', null, null, LookupRequest>('station', {
  method: 'POST',
  path: '/v1/applications/lookup',
  summary: "The application behind a citizen's reference",
  once: true,
  body: LookupRequest.extend({ operator_id: Operator.shape.operatorId }),
  answers: { 200: { description: 'Open application, encrypted to the station', schema: SealedLookupAnswer } },
  failures: [
    'reference_malformed',
    'reference_check_failed',
    'application_unknown',
    'application_expired',
    'application_already_verified',
    'application_cancelled',
    'application_refused',
    'application_email_unconfirmed',
    'application_incomplete',
    'operator_revoked',
    'operator_not_on_roster',
    'lookup_limit',
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
    const asker = { stationId: station.station_id, operatorId: body.operator_id }
    const parsed = parseReference(body.reference)
    // What was typed instead of a reference may be somebody's name: it is not kept.
    const subject = parsed.ok ? parsed.reference : ''
    try {
      await requireMayAct(central, station.station_id, body.operator_id)
      const applicationId = parsed.ok ? await idOfReference(central.db, parsed.reference) : null
      await countLookup(central, { ...asker, isMiss: parsed.ok && applicationId === null })
      if (!parsed.ok) throw new Failure(parsed.code)
      const row = await findOpen(central, station.station_id, applicationId)
      await audit(subject, 'found')
      const lost = await isReportedLost(central, row.declared!)
      if (lost) central.log.info({ station: station.station_id }, 'lookup of a document reported lost or stolen')
      const seenBy = (await seenBefore(central.db, [row.application_id])).get(row.application_id) ?? []
      const application = { ...toApplication(row), seenBy }
      const [chip_nonce = null] = await issueNonces(central, station.station_id, [row.application_id])
      const answer: z.infer<typeof LookupAnswer> = { application, lost_stolen_checked: !lost, chip_nonce }
      return { status: 200, body: { sealed: sealTo(station.encryption_key, answer) } }
    } catch (error) {
      await audit(subject, codeOf(error))
      throw error
    }
  },
})

async function findOpen(central: Central, stationId: string, applicationId: string | null): Promise<ApplicationRow> {
  if (applicationId === null) throw new Failure('application_unknown')
  await holdApplications(central, stationId, [{ applicationId, from: central.now() }])
  const found = await findApplication(central, applicationId)
  if (found === null) throw new Failure('application_unknown')
  const row = central.environment === 'training' ? await reopenSpecimen(central, found) : found
  if (row.status !== 'open') throw new Failure(refusalOf(row.state))
  if (row.expires_at <= central.now()) throw new Failure('application_expired')
  if (isStage(row.state) && row.state !== 'AWAITING_PROOFING') throw new Failure(refusalOf(row.state))
  return row
}

/** In training a specimen citizen can be verified again and again: looking it up puts it back as it was seeded. */
async function reopenSpecimen(central: Central, row: ApplicationRow): Promise<ApplicationRow> {
  if (row.specimen_status === null || row.specimen_status === row.status) return row
  await central.db
    .updateTable('application')
    .set({ state: stateOfStatus[row.specimen_status], closed_by: null, closed_at: null, appeal_until: null })
    .where('application_id', '=', row.application_id)
    .execute()
  return { ...row, status: row.specimen_status, state: stateOfStatus[row.specimen_status] }
}
