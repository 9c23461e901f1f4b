import { z } from 'zod'
import { Appointment, AppointmentOutcome } from '../appointment.ts'
import { IsoTime } from '../identity.ts'
import { done, nothing, type Requests } from './request.ts'

/** The day's home visits. */
export const visitsRequests = {
  'appointment.list': { access: 'operator', input: nothing, output: z.array(Appointment) },
  /** When the operator's visits were last fetched from central: null means that nobody knows whether there are any. */
  'appointment.fetched': { access: 'operator', input: nothing, output: z.object({ at: IsoTime.nullable() }) },
  'appointment.refresh': { access: 'operator', input: nothing, output: z.object({ count: z.int() }) },
  'appointment.settle': {
    access: 'operator',
    input: z.object({ appointmentId: z.uuid(), outcome: AppointmentOutcome, note: z.string().max(300).nullable() }),
    output: done,
  },
} as const satisfies Requests
