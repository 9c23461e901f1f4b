import type { EventOf } from '../bus/station-event.ts'
import type { Appointments } from './port.ts'

/**
 * A visit whose citizen was verified, whatever came of it, is done: the postman need not say so. A cancelled one stays open,
 * for the postman knows whether it was a no-show, a refusal or another day.
 */
export function settleVisit(
  appointments: Appointments,
  { operatorId, reference, outcome }: Pick<EventOf<'packet_sealed'>, 'operatorId' | 'reference' | 'outcome'>,
): void {
  if (outcome === 'cancelled') return
  const visits = appointments.list(operatorId)
  const visit = visits.find((one) => one.reference === reference && one.outcome === null)
  if (visit !== undefined) appointments.settle(operatorId, visit.appointmentId, 'done', null)
}
