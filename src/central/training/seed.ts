import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { reportLost } from '../applications/lost-stolen.ts'
import { startOfDay } from '../../enrolment/local-day.ts'
import { seedSpecimen } from '../applications/add-application.ts'
import type { Central } from '../context.ts'
import { addTrustFile } from '../trust/trust-files.ts'
import { codeHash } from '../stations/codes.ts'
import { refusedSpecimens, SpecimenApplication } from './specimens.ts'

/** Registers any number of training stations; it exists in training databases only. */
export const trainingCode = 'TRAINING-STATION'

/** The specimen CSCAs, which production must never know. */
const specimenTrustFile = new URL('../../../assets/specimens/trust.json', import.meta.url)

const dayMs = 24 * 3_600_000
const visitMs = 30 * 60_000
const firstVisitHour = 9

/** Fills a training database; done again at every start, which renews the dates. */
export async function seedTraining(central: Central, specimenFile: URL): Promise<void> {
  const now = central.now()
  await central.db
    .insertInto('station_code')
    .values({
      code_hash: codeHash(trainingCode),
      branch_name: 'Bureau de formation',
      issued_at: now,
      expires_at: new Date(now.getTime() + 36_500 * dayMs),
      reusable: true,
    })
    .onConflict((clash) => clash.doNothing())
    .execute()
  for (const der of z.array(z.base64()).parse(JSON.parse(await readFile(specimenTrustFile, 'utf8'))))
    await addTrustFile(central, { name: 'specimen', source: 'training', bytes: Buffer.from(der, 'base64') }, 'training')
  for (const one of await readSpecimens(specimenFile)) await seedApplication(central, one, now)
}

async function readSpecimens(file: URL): Promise<readonly SpecimenApplication[]> {
  const listed = z.array(SpecimenApplication).parse(JSON.parse(await readFile(file, 'utf8')))
  return [...refusedSpecimens, ...listed]
}

async function seedApplication(central: Central, one: SpecimenApplication, now: Date): Promise<void> {
  const day = (days: number) => new Date(now.getTime() + days * dayMs).toISOString()
  const { emailConfirmed, createdDay, expiresDay, reportedLost, ...application } = one
  const dated = { ...application, createdAt: day(createdDay), expiresAt: day(expiresDay) }
  await seedSpecimen(central, dated, { emailConfirmed })
  if (reportedLost) await reportLost(central, one.declared)
}

/** Stands for the operator of a visit that a training citizen chose, until the first postman asks for the day's visits. */
export const trainingRound = 'training-round'

/** Any postman in training finds visits for today: one for each open home-visit specimen, and those that citizens chose. */
export async function seedAppointments(
  central: Pick<Central, 'db' | 'now'>,
  operatorId: string,
  timeZone: string,
): Promise<void> {
  // A visit may have been practised before, and its specimen verified.
  await central.db
    .updateTable('application')
    .set({ state: 'AWAITING_PROOFING', closed_by: null, closed_at: null, appeal_until: null })
    .where('specimen_status', '=', 'open')
    .where('channel', '=', 'home')
    .where('status', '<>', 'open')
    .execute()
  await central.db
    .updateTable('appointment')
    .set({ operator_id: operatorId })
    .where('operator_id', '=', trainingRound)
    .execute()
  const midnight = startOfDay(central.now(), timeZone).getTime()
  const there = await central.db
    .selectFrom('appointment')
    .innerJoin('application', 'application.application_id', 'appointment.application_id')
    .select('appointment_id')
    .where('specimen_status', 'is not', null)
    .where('operator_id', '=', operatorId)
    .where('starts_at', '>=', new Date(midnight))
    .execute()
  if (there.length > 0) return
  const homes = await central.db
    .selectFrom('application')
    .select('application_id')
    .where('specimen_status', '=', 'open')
    .where('channel', '=', 'home')
    .orderBy('application_id')
    .execute()
  const rows = homes.map(({ application_id }, i) => {
    const startMs = midnight + firstVisitHour * 3_600_000 + i * visitMs
    const times = { starts_at: new Date(startMs), ends_at: new Date(startMs + visitMs) }
    return { appointment_id: randomUUID(), application_id, operator_id: operatorId, ...times, note: null }
  })
  if (rows.length > 0) await central.db.insertInto('appointment').values(rows).execute()
}
