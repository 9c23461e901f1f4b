import { z } from 'zod'
import { Application } from '../application.ts'
import { Appointment, AppointmentOutcome } from '../appointment.ts'
import { IsoTime } from '../identity.ts'

/**
 * POST /v1/applications/lookup (audited). 200, 404 application_unknown, 409 application_*. `sealed`: compact JWE (ECDH-ES, A256GCM) to the
 * station's encryption key holding a LookupAnswer: what ends the TLS in between reads nothing of the citizen.
 */
export const LookupRequest = z.object({ reference: z.string().max(64), operator_id: z.string().max(32) })
/** For one visit's Active Authentication (contract/evidence.ts); a central of before gives none. */
const chipNonce = z.string().max(120).nullable().default(null)
export const LookupAnswer = z.object({
  application: Application,
  lost_stolen_checked: z.boolean(),
  chip_nonce: chipNonce,
})
export const SealedLookupAnswer = z.object({ sealed: z.string().max(65_536) })

/**
 * GET /v1/appointments?cursor=&operator_id=: each item is a compact JWE (ECDH-ES, A256GCM) to the station's encryption key
 * holding an AppointmentItem.
 */
export const AppointmentItem = z.object({ appointment: Appointment, application: Application, chip_nonce: chipNonce })
export type AppointmentItem = z.infer<typeof AppointmentItem>
export const AppointmentsAnswer = z.object({ items: z.array(z.string()), next: z.string().nullable() })
export const AppointmentOutcomeRequest = z.object({
  outcome: AppointmentOutcome,
  at: IsoTime,
  operator_id: z.string().max(32),
  note: z.string().max(300).nullable(),
})
