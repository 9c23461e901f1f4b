import { Application } from '../../contract/application.ts'
import { Appointment, type AppointmentOutcome } from '../../contract/appointment.ts'
import { Failure } from '../../contract/failure.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { visitAfter, whyNotSettled, type VisitEvent } from '../../enrolment/visit-story.ts'
import type { Store } from '../store/open-store.ts'
import { noncesOf } from './nonces.ts'
import { outcomesOf, visitStatesOf } from './outcomes.ts'
import type { AppointmentParts } from './parts.ts'
import type { Appointments } from './port.ts'
import { isClosing, noApplication, strippingOf } from './strip.ts'
import { fetchedKey, takingOf } from './take-list.ts'
import { wipingOf } from './wipe-expired.ts'

/**
 * The day's home visits: kept encrypted with their applications, each postman's own only. Whom a visit was to is
 * wiped with its outcome, at the latest after its day: the day on which it ends, in the time zone of now; one that is being held
 * then, or that a draft waits for, is kept until its session ends.
 */
export function createAppointments(parts: AppointmentParts): Appointments & ReturnType<typeof outcomesOf> {
  const { store, audit, clock } = parts
  const { list, find, own, settle, ofReference } = statementsOf(store.db)
  const strip = strippingOf(store)
  const stateOf = visitStatesOf(store)
  const nonces = noncesOf(store)
  const record = (operatorId: string, appointmentId: string, event: VisitEvent, note: string | null) => {
    const before = stateOf(appointmentId)
    const { outcome, held } = visitAfter(before, event)
    if (outcome === null || (held && before.held)) return
    store.transaction(() => {
      const row = own.get(appointmentId, operatorId)
      if (row === undefined) throw new Failure('appointment_unknown')
      settle.run(appointmentId, operatorId, outcome, clock.now().toISOString(), note, held ? 1 : 0)
      if (isClosing(outcome)) strip(appointmentId)
      audit.append({
        action: 'appointment.settled',
        actor: operatorId,
        subject: row.reference,
        facts: { outcome, by: event.by },
      })
    })
    if (isClosing(outcome)) store.flush()
    parts.bus.publish({ type: 'visit_settled' })
  }
  return {
    ...outcomesOf(store),
    chipNonceOf: nonces.of,
    ...wipingOf(parts),
    ...takingOf(parts),
    list: (operatorId) =>
      list.all(operatorId).map((row) => {
        const appointment = Appointment.parse(JSON.parse(row.appointment))
        return { ...appointment, outcome: row.outcome ?? appointment.outcome }
      }),
    fetchedAt: (operatorId) => store.readMeta(fetchedKey(operatorId)),
    applicationByReference: (reference, operatorId) => {
      const row = find.get(reference, operatorId)
      return row === undefined || row.application === noApplication
        ? null
        : Application.parse(JSON.parse(row.application))
    },
    settle: (operatorId, appointmentId, outcome, note) => {
      const startsAt = own.get(appointmentId, operatorId)?.startsAt
      if (startsAt === undefined) throw new Failure('appointment_unknown')
      const days = { visit: localDay(startsAt, parts.timeZone), said: localDay(clock.now(), parts.timeZone) }
      const code = whyNotSettled(stateOf(appointmentId), outcome, days)
      if (code !== null) throw new Failure(code)
      record(operatorId, appointmentId, { by: 'postman', outcome }, note)
    },
    hold: (operatorId, reference, outcome) => {
      nonces.spend(reference)
      for (const { appointmentId } of ofReference.all(reference, operatorId))
        record(operatorId, appointmentId, { by: 'session', outcome }, null)
    },
  }
}

function statementsOf(db: Store['db']) {
  const list = db.prepare<[string], { appointment: string; outcome: AppointmentOutcome | null }>(
    `SELECT a.appointment, o.outcome FROM appointments a LEFT JOIN appointment_outcomes o USING (appointment_id)
     WHERE a.operator_id = ? ORDER BY a.starts_at`,
  )
  const find = db.prepare<[string, string], { application: string }>(
    'SELECT application FROM appointments WHERE reference = ? AND operator_id = ?',
  )
  const own = db.prepare<[string, string], { reference: string; startsAt: string }>(
    'SELECT reference, starts_at AS startsAt FROM appointments WHERE appointment_id = ? AND operator_id = ?',
  )
  const settle = db.prepare(
    `INSERT INTO appointment_outcomes (appointment_id, operator_id, outcome, at, note, held) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET operator_id = excluded.operator_id, outcome = excluded.outcome, at = excluded.at,
       note = excluded.note, held = excluded.held, revision = revision + 1`,
  )
  const ofReference = db.prepare<[string, string], { appointmentId: string }>(
    'SELECT appointment_id AS appointmentId FROM appointments WHERE reference = ? AND operator_id = ?',
  )
  return { list, find, own, settle, ofReference }
}
