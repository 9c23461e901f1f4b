import { localDay } from '../../enrolment/local-day.ts'
import type { AppointmentItem } from '../../contract/protocol/look-ups.ts'
import { visitStatesOf } from './outcomes.ts'
import { isOverIn, type AppointmentParts } from './parts.ts'
import type { Appointments } from './port.ts'
import { bare, isClosing, noApplication } from './strip.ts'

/** Where it stands when an operator's list was fetched last. */
export const fetchedKey = (operatorId: string) => `appointments_fetched ${operatorId}`

/** Central's list takes the place of the one before. */
export function takingOf(parts: AppointmentParts): Pick<Appointments, 'replace'> {
  const { store, audit, clock, timeZone } = parts
  const stateOf = visitStatesOf(store)
  const insert = store.db.prepare(`INSERT OR REPLACE INTO appointments (appointment_id, operator_id, reference,
      starts_at, ends_at, local_day, appointment, application, nonce) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const count = store.db.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM appointments WHERE operator_id = ?',
  )
  const isOver = isOverIn(parts)
  const insertOne = ({ appointment, application, chip_nonce }: AppointmentItem) => {
    const { appointmentId, operatorId, reference, startsAt, endsAt } = appointment
    // What is settled here is not read again, whatever central still sends of it.
    const kept = isClosing(stateOf(appointmentId).outcome)
    const texts = kept ? [bare(appointment), noApplication] : [JSON.stringify(appointment), JSON.stringify(application)]
    insert.run(
      appointmentId,
      operatorId,
      reference,
      startsAt,
      endsAt,
      localDay(endsAt, timeZone),
      ...texts,
      kept ? null : chip_nonce,
    )
  }
  return {
    replace: (operatorId, items) => {
      const wanted = items.filter(
        ({ appointment }) => appointment.operatorId === operatorId && !isOver(appointment.endsAt),
      )
      const total = store.transaction(() => {
        store.db.prepare('DELETE FROM appointments WHERE operator_id = ?').run(operatorId)
        wanted.forEach(insertOne)
        store.writeMeta(fetchedKey(operatorId), clock.now().toISOString())
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
  }
}
