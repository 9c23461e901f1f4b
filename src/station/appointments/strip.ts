import { Appointment, type AppointmentOutcome } from '../../contract/appointment.ts'
import type { Store } from '../store/open-store.ts'

/** Stands for the application of a visit that is over. */
export const noApplication = 'null'

/** After these outcomes nobody visits again: the citizen's data is deleted with the outcome. After a no-show the postman may try again. */
export const isClosing = (outcome: AppointmentOutcome | null): boolean => outcome !== null && outcome !== 'no_show'

/** What remains of a visit: when it was and which application it was about. */
export const bare = (appointment: Appointment): string =>
  JSON.stringify({ ...appointment, citizenName: '', address: '', phone: null, note: null } satisfies Appointment)

/** Wipes whom a visit was to. */
export function strippingOf({ db }: Store): (appointmentId: string) => void {
  const read = db.prepare<[string], { appointment: string }>(
    'SELECT appointment FROM appointments WHERE appointment_id = ?',
  )
  const reduce = db.prepare(
    'UPDATE appointments SET appointment = ?, application = ?, nonce = NULL WHERE appointment_id = ?',
  )
  return (appointmentId) => {
    const row = read.get(appointmentId)
    if (row !== undefined)
      reduce.run(bare(Appointment.parse(JSON.parse(row.appointment))), noApplication, appointmentId)
  }
}
