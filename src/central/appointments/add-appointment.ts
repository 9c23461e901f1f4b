import { randomUUID } from 'node:crypto'
import type { Appointment } from '../../contract/appointment.ts'
import type { Db } from '../context.ts'

export type NewAppointment = Pick<Appointment, 'applicationId' | 'operatorId' | 'startsAt' | 'endsAt' | 'note'>

/** Adds a home visit. In a real deployment the scheduling service does this. */
export async function addAppointment(db: Db, { applicationId, operatorId, ...visit }: NewAppointment): Promise<void> {
  await db
    .insertInto('appointment')
    .values({
      appointment_id: randomUUID(),
      application_id: applicationId,
      operator_id: operatorId,
      starts_at: new Date(visit.startsAt),
      ends_at: new Date(visit.endsAt),
      note: visit.note,
    })
    .execute()
}
