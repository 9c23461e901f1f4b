import type { AppointmentOutcome } from '../../contract/appointment.ts'
import type { VisitState } from '../../enrolment/visit-story.ts'
import type { Store } from '../store/open-store.ts'

export interface UnsettledOutcome {
  appointmentId: string
  operatorId: string
  outcome: AppointmentOutcome
  at: string
  note: string | null
  revision: number
}

/** Outcomes that central has not heard yet; they outlive the appointment itself. */
export function outcomesOf({ db }: Store) {
  const unsettled = db.prepare<[], UnsettledOutcome>(
    `SELECT appointment_id AS appointmentId, operator_id AS operatorId, outcome, at, note, revision
     FROM appointment_outcomes WHERE revision > settled_revision ORDER BY at LIMIT 200`,
  )
  const settled = db.prepare(
    `UPDATE appointment_outcomes SET settled_revision = @revision, note = CASE WHEN revision = @revision THEN NULL ELSE note END
     WHERE appointment_id = @appointmentId`,
  )
  const untold = db.prepare<[], { count: number }>(
    'SELECT count(*) AS count FROM appointment_outcomes WHERE revision > settled_revision AND held = 0',
  )
  return {
    unsettled: () => unsettled.all(),
    /** How many a postman recorded: of a visit that was held its sealed result tells. */
    untold: () => untold.get()!.count,
    markSettled: (appointmentId: string, revision: number) => void settled.run({ appointmentId, revision }),
  }
}

/** How a visit stands here, by what was recorded of it. */
export function visitStatesOf({ db }: Store): (appointmentId: string) => VisitState {
  const outcomeOf = db.prepare<[string], { outcome: AppointmentOutcome; held: 0 | 1 }>(
    'SELECT outcome, held FROM appointment_outcomes WHERE appointment_id = ?',
  )
  return (appointmentId) => {
    const known = outcomeOf.get(appointmentId)
    return { outcome: known?.outcome ?? null, held: known?.held === 1 }
  }
}
