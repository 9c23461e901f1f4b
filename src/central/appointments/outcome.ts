import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { AppointmentOutcomeRequest } from '../../contract/sync.ts'
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
  failures: ['appointment_unknown'],
  async handle({ caller: station, params, body }, { db, environment }) {
    // Settled late by one who was revoked meanwhile, it still counts; by one never made known here it does not.
    const mayTell = environment === 'training' || (await isAssigned(db, station.station_id, body.operator_id))
    if (!mayTell) throw new Failure('appointment_unknown')
    const { numUpdatedRows } = await db
      .updateTable('appointment')
      .set({
        outcome: body.outcome,
        outcome_at: new Date(body.at),
        outcome_note: body.note,
        outcome_by: body.operator_id,
      })
      .where('appointment_id', '=', params.appointment_id)
      // Only the postman whose visit it is.
      .where('operator_id', '=', body.operator_id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Failure('appointment_unknown')
    return { status: 204, body: null }
  },
})
