import { Failure } from '../../contract/failure.ts'
import type { NewAppointment } from '../appointments/add-appointment.ts'
import type { Central, Db } from '../context.ts'
import { transact } from '../database/transact.ts'
import { lockApplication } from './application-store.ts'

/** Plans or moves a visit. Codes: application_unknown, application_incomplete (not awaiting one), appointment_unknown (settled). */
export async function planVisit(
  central: Pick<Central, 'db'>,
  visitId: string,
  { applicationId, operatorId, ...visit }: NewAppointment,
): Promise<void> {
  const row = {
    application_id: applicationId,
    operator_id: operatorId,
    starts_at: new Date(visit.startsAt),
    ends_at: new Date(visit.endsAt),
    note: visit.note,
  }
  await transact(central.db, async (trx) => {
    // Held until it is written: what erases the application comes before, and it is closed, or after, and takes the note with it.
    const { status, channel } = await lockApplication(trx, applicationId)
    if (status !== 'open' || channel !== 'home') throw new Failure('application_incomplete', 'home')
    const { numInsertedOrUpdatedRows: written } = await trx
      .insertInto('appointment')
      .values({ appointment_id: visitId, ...row })
      .onConflict((clash) => clash.column('appointment_id').doUpdateSet(row).where('appointment.outcome', 'is', null))
      .executeTakeFirst()
    if (written === 0n) throw new Failure('appointment_unknown', 'settled')
  })
}

/** Code: appointment_unknown (none, or settled). */
export async function cancelVisit(db: Db, visitId: string): Promise<void> {
  const { numDeletedRows } = await db
    .deleteFrom('appointment')
    .where('appointment_id', '=', visitId)
    .where('outcome', 'is', null)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new Failure('appointment_unknown')
}
