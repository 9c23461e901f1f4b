import { Failure } from '../../contract/failure.ts'
import type { Auth } from '../people/auth.ts'
import type { Sync } from '../sync/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Appointments } from './port.ts'

interface Parts {
  auth: Auth
  appointments: Appointments
  sync: Sync
}

const refreshTimeoutMs = 20_000

/** The postman's visits of the day. */
export function appointmentHandlers({
  auth,
  appointments,
  sync,
}: Parts): Pick<Handlers, Extract<keyof Handlers, `appointment.${string}`>> {
  const by = () => auth.require().operatorId
  return {
    'appointment.list': () => {
      // A tablet that has been away for too long may be in other hands.
      const code = sync.gate()
      if (code === 'station_locked_no_contact' || code === 'time_unconfirmed') throw new Failure(code)
      return appointments.list(by())
    },
    'appointment.fetched': () => ({ at: appointments.fetchedAt(by()) }),
    'appointment.refresh': async () => ({
      count: await sync.refreshAppointments(by(), AbortSignal.timeout(refreshTimeoutMs)),
    }),
    'appointment.settle': ({ appointmentId, outcome, note }) => {
      appointments.settle(by(), appointmentId, outcome, note)
      return null
    },
  }
}
