import { z } from 'zod'
import { IsoTime } from './identity.ts'

export const AppointmentOutcome = z.enum(['done', 'no_show', 'refused', 'rescheduled'])
export type AppointmentOutcome = z.infer<typeof AppointmentOutcome>

/** A home visit as the postman sees it in the day's list. Kept encrypted, wiped after its day. */
export const Appointment = z.object({
  appointmentId: z.uuid(),
  applicationId: z.uuid(),
  reference: z.string(),
  operatorId: z.string(),
  startsAt: IsoTime,
  endsAt: IsoTime,
  citizenName: z.string(),
  address: z.string(),
  phone: z.string().nullable(),
  note: z.string().max(300).nullable(),
  outcome: AppointmentOutcome.nullable(),
})
export type Appointment = z.infer<typeof Appointment>
