import { Application } from '../../contract/application.ts'
import { Appointment } from '../../contract/appointment.ts'
import type { AppointmentOutcome } from '../../contract/appointment.ts'
import { Failure } from '../../contract/failure.ts'
import { localDay } from '../clock/local-day.ts'
import type { Appointments, Audit, Clock } from '../ports.ts'
import type { Store } from '../store/open-store.ts'

export interface UnsettledOutcome {
  appointmentId: string
  operatorId: string
  outcome: AppointmentOutcome
  at: string
  note: string | null
  revision: number
}

/** The day's home visits: kept encrypted with their applications, each postman's own only, wiped after their day. */
export function createAppointments(parts: {
  store: Store
  audit: Audit
  clock: Clock
  timeZone: string
  onSettled: () => void
}): Appointments & ReturnType<typeof outcomesOf> {
  const { store, audit, clock, timeZone } = parts
  const { db } = store
  const { list, find, own, settle, insert, count } = statementsOf(db)
  const insertOne = ({ appointment, application }: { appointment: Appointment; application: Application }) => {
    const { appointmentId, operatorId, reference, startsAt, endsAt } = appointment
    const texts = [JSON.stringify(appointment), JSON.stringify(application)]
    insert.run(appointmentId, operatorId, reference, startsAt, endsAt, localDay(startsAt, timeZone), ...texts)
  }
  return {
    ...outcomesOf(store),
    list: (operatorId) =>
      list.all(operatorId).map((row) => {
        const appointment = Appointment.parse(JSON.parse(row.appointment))
        return { ...appointment, outcome: row.outcome ?? appointment.outcome }
      }),
    applicationByReference: (reference, operatorId) => {
      const row = find.get(reference, operatorId)
      return row === undefined ? null : Application.parse(JSON.parse(row.application))
    },
    settle: (operatorId, appointmentId, outcome, note) => {
      store.transaction(() => {
        const row = own.get(appointmentId, operatorId)
        if (row === undefined) throw new Failure('appointment_unknown')
        settle.run(appointmentId, operatorId, outcome, clock.now().toISOString(), note)
        audit.append({ action: 'appointment.settled', actor: operatorId, subject: row.reference, facts: { outcome } })
      })
      parts.onSettled()
    },
    replace: (operatorId, items) => {
      const today = localDay(clock.now(), timeZone)
      const wanted = items.filter(
        ({ appointment }) => appointment.operatorId === operatorId && localDay(appointment.startsAt, timeZone) >= today,
      )
      const total = store.transaction(() => {
        db.prepare('DELETE FROM appointments WHERE operator_id = ?').run(operatorId)
        wanted.forEach(insertOne)
        audit.append({
          action: 'appointment.fetched',
          actor: operatorId,
          subject: null,
          facts: { count: wanted.length },
        })
        return count.get(operatorId)!.n
      })
      store.flush()
      return total
    },
    wipeExpired: () => {
      const today = localDay(clock.now(), timeZone)
      const wiped = store.transaction(() => {
        db.prepare('DELETE FROM appointment_outcomes WHERE settled_revision >= revision AND substr(at, 1, 10) < ?').run(
          today,
        )
        return db.prepare('DELETE FROM appointments WHERE local_day < ?').run(today).changes
      })
      if (wiped > 0) store.flush()
      return wiped
    },
  }
}

/** Outcomes that central has not heard yet; they outlive the appointment itself. */
function outcomesOf({ db }: Store) {
  const unsettled = db.prepare<[], UnsettledOutcome>(
    `SELECT appointment_id AS appointmentId, operator_id AS operatorId, outcome, at, note, revision
     FROM appointment_outcomes WHERE revision > settled_revision ORDER BY at LIMIT 200`,
  )
  const settled = db.prepare(
    `UPDATE appointment_outcomes SET settled_revision = @revision, note = CASE WHEN revision = @revision THEN NULL ELSE note END
     WHERE appointment_id = @appointmentId`,
  )
  return {
    unsettled: () => unsettled.all(),
    markSettled: (appointmentId: string, revision: number) => void settled.run({ appointmentId, revision }),
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
  const own = db.prepare<[string, string], { reference: string }>(
    'SELECT reference FROM appointments WHERE appointment_id = ? AND operator_id = ?',
  )
  const settle = db.prepare(
    `INSERT INTO appointment_outcomes (appointment_id, operator_id, outcome, at, note) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET outcome = excluded.outcome, at = excluded.at, note = excluded.note, revision = revision + 1`,
  )
  const insert = db.prepare('INSERT OR REPLACE INTO appointments VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const count = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM appointments WHERE operator_id = ?')
  return { list, find, own, settle, insert, count }
}
