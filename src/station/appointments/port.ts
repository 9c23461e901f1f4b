import type { Application } from '../../contract/application.ts'
import type { Appointment, AppointmentOutcome } from '../../contract/appointment.ts'
import type { Outcome } from '../../contract/decision.ts'
import type { AppointmentItem } from '../../contract/protocol/look-ups.ts'

export interface Appointments {
  list(operatorId: string): Appointment[]
  /** When the operator's were last fetched; null for never. */
  fetchedAt(operatorId: string): string | null
  /** The application that came with an appointment: a home visit starts without network. */
  applicationByReference(reference: string, operatorId: string): Application | null
  /** Central's nonce for the visit's Active Authentication; null where none came, or a sealed session of it may have shown it. */
  chipNonceOf(reference: string, operatorId: string): string | null
  /** Codes: appointment_unknown, visit_held (somebody was seen: the visit is done), visit_not_due (absent before the visit's day). Sent to central on the next contact. */
  settle(operatorId: string, appointmentId: string, outcome: AppointmentOutcome, note: string | null): void
  /** A session of this reference was sealed: what that makes of the operator's visit (enrolment/visit-story.ts). */
  hold(operatorId: string, reference: string, outcome: Outcome): void
  /** Replaces the operator's unsettled appointments by central's. Returns how many there are now. */
  replace(operatorId: string, items: AppointmentItem[]): number
  /** Wipes those whose day is over, but not the visit under way; how many. Outcomes that central lacks stay. */
  wipeExpired(heldReference: string | null): number
  /** How long until there is something to wipe, or until the day changes, milliseconds. */
  dueInMs(heldReference: string | null): number
}
