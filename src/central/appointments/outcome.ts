import { zoneOf } from '../stations/station.ts'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { AppointmentOutcomeRequest } from '../../contract/protocol/look-ups.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { visitAfter, whyNotSettled } from '../../enrolment/visit-story.ts'
import type { Trx } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { isAssigned } from '../people/person.ts'

const Params = z.object({ appointment_id: z.uuid() })
type Params = z.infer<typeof Params>
type AppointmentOutcomeRequest = z.infer<typeof AppointmentOutcomeRequest>

/** POST /v1/appointments/{id}/outcome: what became of a visit; sent again it changes nothing, corrected it replaces. */
export const appointmentOutcomeRoute = defineRoute<'station', Params, null, AppointmentOutcomeRequest>('station', {
  method: 'POST',
  path: '/v1/appointments/:appointment_id/outcome',
  summary: 'Record what became of a home visit',
  // An older outcome sent again would undo its correction.
  once: true,
  params: Params,
  body: AppointmentOutcomeRequest,
  answers: { 204: { description: 'Recorded', schema: null } },
  failures: ['appointment_unknown', 'visit_not_due'],
  async handle({ caller: station, params, body }, { db, environment, now }) {
    // Settled late by one who was revoked meanwhile, it still counts; by one never made known here it does not.
    const mayTell = environment === 'training' || (await isAssigned(db, station.station_id, body.operator_id))
    if (!mayTell) throw new Failure('appointment_unknown')
    // A station's clock that is ahead, or set so, brings no day nearer.
    const said = { ...body, on: new Date(Math.min(Date.parse(body.at), now().getTime())) }
    const timeZone = zoneOf(station)
    await db.transaction().execute((trx) => recordOutcome(trx, params.appointment_id, said, timeZone))
    return { status: 204, body: null }
  },
})

/** By the one table of what a later event changes: a visit that was held stays done, whatever is said of it late. */
async function recordOutcome(
  trx: Trx,
  appointmentId: string,
  said: AppointmentOutcomeRequest & { on: Date },
  timeZone: string,
): Promise<void> {
  const visit = await trx
    .selectFrom('appointment')
    .select(['application_id', 'outcome', 'outcome_packet', 'starts_at'])
    .where('appointment_id', '=', appointmentId)
    // Only the postman whose visit it is.
    .where('operator_id', '=', said.operator_id)
    .forUpdate()
    .executeTakeFirst()
  if (visit === undefined) throw new Failure('appointment_unknown')
  const before = { outcome: visit.outcome, held: visit.outcome_packet !== null }
  const days = { visit: localDay(visit.starts_at, timeZone), said: localDay(said.on, timeZone) }
  if (whyNotSettled(before, said.outcome, days) === 'visit_not_due') throw new Failure('visit_not_due')
  const after = visitAfter(before, { by: 'postman', outcome: said.outcome })
  if (after === before) return
  await trx
    .updateTable('appointment')
    .set({
      outcome: after.outcome,
      outcome_at: new Date(said.at),
      outcome_note: (await isErased(trx, visit.application_id)) ? null : said.note,
      outcome_by: said.operator_id,
    })
    .where('appointment_id', '=', appointmentId)
    .execute()
}

/** Asked once the visit's row is held: erasing takes that row too, so that a note is either not written or erased. */
async function isErased(trx: Trx, applicationId: string): Promise<boolean> {
  const erased = trx.selectFrom('application').select('erased_at').where('application_id', '=', applicationId)
  return (await erased.where('erased_at', 'is not', null).executeTakeFirst()) !== undefined
}
