import { zoneOf } from '../stations/station.ts'
import { z } from 'zod'
import type { Application } from '../../contract/application.ts'
import type { Appointment } from '../../contract/appointment.ts'
import { Failure } from '../../contract/failure.ts'
import { Operator } from '../../contract/operator.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { AppointmentsAnswer, type AppointmentItem } from '../../contract/protocol/look-ups.ts'
import { holdApplications } from '../applications/holders.ts'
import { sealTo } from '../applications/seal-to.ts'
import { seenBefore } from '../intake/seen-by.ts'
import { openRow, toApplication } from '../intake/application-store.ts'
import { issueNonces } from '../witness/chip-nonces.ts'
import type { Central } from '../context.ts'
import { defineRoute } from '../http/route.ts'
import { requireMayAct } from '../people/person.ts'
import { seedAppointments } from '../training/seed.ts'

const AppointmentsQuery = z.object({
  operator_id: Operator.shape.operatorId,
  cursor: z.union([z.literal(''), z.uuid()]).default(''),
})
type AppointmentsQuery = z.infer<typeof AppointmentsQuery>

const pageSize = 50
/** A day's list, wherever in the day it is asked for: visits that began within a day or begin within a day and a half. */
const windowMs = { past: 24 * 3_600_000, ahead: 36 * 3_600_000 }

/** GET /v1/appointments?cursor=&operator_id=: one operator's unsettled visits, each encrypted to the station. */
export const appointmentsRoute = defineRoute<'station', null, AppointmentsQuery, null>('station', {
  method: 'GET',
  path: '/v1/appointments',
  summary: "An operator's home visits of the day, encrypted to the station",
  once: true,
  query: AppointmentsQuery,
  answers: { 200: { description: 'A page of visits', schema: AppointmentsAnswer } },
  async handle({ caller: station, query }, central) {
    if (central.environment === 'training') await seedAppointments(central, query.operator_id, zoneOf(station))
    const mayAsk = await requireMayAct(central, station.station_id, query.operator_id).then(() => true, isRefusal)
    const { rows, next } = mayAsk ? await takeAppointments(central, station.station_id, query) : nothing
    const seen = await seenBefore(
      central.db,
      rows.map((row) => row.application_id),
    )
    const nonces = await issueNonces(
      central,
      station.station_id,
      rows.map((row) => row.application_id),
    )
    const items = rows.map((row, i) => {
      const seenBy = seen.get(row.application_id) ?? []
      return encryptItem(central, { row, seenBy, chip_nonce: nonces[i]! }, station.encryption_key)
    })
    return { status: 200, body: { items, next } }
  },
})

/** Who may not ask is answered with no visits. */
const isRefusal = (error: unknown): false => {
  if (error instanceof Failure) return false
  throw error
}

const nothing = { rows: [], next: null }
type VisitRow = Awaited<ReturnType<typeof findAppointments>>[number]

/** What is still open once central has noted who holds it: a recall between the two is not missed. */
async function takeAppointments(central: Central, stationId: string, query: AppointmentsQuery) {
  const found = await findAppointments(central, query)
  const held = found.map(({ application_id, ends_at }) => ({ applicationId: application_id, from: ends_at }))
  await holdApplications(central, stationId, held)
  const noted = new Set(found.map(({ appointment_id }) => appointment_id))
  const rows = (await findAppointments(central, query)).filter(({ appointment_id }) => noted.has(appointment_id))
  // The page ends where it ended before one of it was recalled.
  return { rows, next: found.length === pageSize ? found.at(-1)!.appointment_id : null }
}

function findAppointments({ db, now }: Central, { operator_id, cursor }: AppointmentsQuery) {
  const at = now().getTime()
  return db
    .selectFrom('appointment')
    .innerJoin('application', 'application.application_id', 'appointment.application_id')
    .selectAll('application')
    .select(['appointment_id', 'operator_id', 'starts_at', 'ends_at', 'note'])
    .where('operator_id', '=', operator_id)
    .where('outcome', 'is', null)
    .where('application.status', '=', 'open')
    .where('application.state', 'in', ['AWAITING_PROOFING', 'MANUAL_REVIEW', 'SUSPENDED'])
    .where('starts_at', '>', new Date(at - windowMs.past))
    .where('starts_at', '<', new Date(at + windowMs.ahead))
    .$if(cursor !== '', (query) => query.where('appointment_id', '>', cursor))
    .orderBy('appointment_id')
    .limit(pageSize)
    .execute()
}

type Given = { row: VisitRow; seenBy: string[]; chip_nonce: string }

function encryptItem(central: Central, { row, seenBy, chip_nonce }: Given, key: PublicJwk): string {
  const application = { ...toApplication(openRow(central, row)), seenBy }
  const item: AppointmentItem = { appointment: toAppointment(row, application), application, chip_nonce }
  return sealTo(key, item)
}

function toAppointment(row: VisitRow, { declared }: Application): Appointment {
  return {
    appointmentId: row.appointment_id,
    applicationId: row.application_id,
    reference: row.reference,
    operatorId: row.operator_id,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    citizenName: `${declared.givenNames[0]} ${declared.usageName ?? declared.birthName}`,
    address: [...declared.address.lines, `${declared.address.postcode} ${declared.address.city}`].join(', '),
    phone: declared.phone,
    note: row.note,
    outcome: null,
  }
}
