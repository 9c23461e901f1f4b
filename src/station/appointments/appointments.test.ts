import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AppointmentItem } from '../../contract/protocol/look-ups.ts'
import { makeReference } from '../../contract/reference.ts'
import { declared } from '../../enrolment/testing/made-up.ts'
import { makeFolder, openTestStation } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'

const time = { wall: 0, monotonic: 0 }
let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeEach(() => {
  place = makeFolder()
  time.wall = Date.parse('2026-03-02T06:00:00Z')
  station = openTestStation({ folder: place.folder, time, kind: 'tablet' })
})
afterEach(() => {
  station.store.close()
  place.remove()
})
const pass = (hours: number) => ((time.wall += hours * 3_600_000), (time.monotonic += hours * 3_600_000))

function visit(operatorId: string, startsAt: string): AppointmentItem {
  const [applicationId, reference] = [randomUUID(), makeReference(crypto.getRandomValues(new Uint8Array(9)))]
  const endsAt = new Date(Date.parse(startsAt) + 1_800_000).toISOString()
  const common = { applicationId, reference }
  return {
    chip_nonce: null,
    appointment: {
      ...common,
      appointmentId: randomUUID(),
      operatorId,
      startsAt,
      endsAt,
      citizenName: 'Zoé Test',
      address: 'Brest',
      phone: null,
      note: null,
      outcome: null,
    },
    application: {
      ...common,
      status: 'open',
      channel: 'home',
      declared,
      openedBy: null,
      applicantOperatorId: null,
      createdAt: startsAt,
      expiresAt: endsAt,
    },
  }
}

test('central’s nonce for a visit is kept until a session of it is sealed, and goes with whom the visit was to', () => {
  const [one, other] = ['2026-03-02T14:00:00.000Z', '2026-03-02T16:00:00.000Z'].map((at, i) => ({
    ...visit('paul', at),
    chip_nonce: `nonce-${i}`,
  }))
  const nonceOf = ({ appointment }: AppointmentItem, who = 'paul') =>
    station.appointments.chipNonceOf(appointment.reference, who)
  station.appointments.replace('paul', [one!, other!])
  expect([nonceOf(one!), nonceOf(other!)]).toEqual(['nonce-0', 'nonce-1'])
  expect(nonceOf(one!, 'anne')).toBe(null)
  // A session that was cancelled may have shown it: the next one of the day has none.
  station.appointments.hold('paul', one!.appointment.reference, 'cancelled')
  expect([nonceOf(one!), nonceOf(other!)]).toEqual([null, 'nonce-1'])
  station.appointments.settle('paul', other!.appointment.appointmentId, 'refused', null)
  expect(nonceOf(other!)).toBe(null)
})

test("a postman's list is the postman's own, of today and later, in order", () => {
  const items = [
    visit('paul', '2026-03-02T14:00:00.000Z'),
    visit('paul', '2026-03-02T08:00:00.000Z'),
    visit('anne', '2026-03-02T09:00:00.000Z'),
    visit('paul', '2026-03-01T09:00:00.000Z'),
  ]
  expect(station.appointments.replace('paul', items)).toBe(2)
  expect(station.appointments.list('paul').map((one) => one.startsAt)).toEqual([
    '2026-03-02T08:00:00.000Z',
    '2026-03-02T14:00:00.000Z',
  ])
  expect(station.appointments.list('anne')).toEqual([])
})

test('an outcome may be changed until the evening; only the last one is to be sent; a new list does not lose it', () => {
  const item = visit('paul', '2026-03-02T08:00:00.000Z')
  station.appointments.replace('paul', [item])
  const { appointmentId } = item.appointment
  station.appointments.settle('paul', appointmentId, 'no_show', 'closed')
  const [first] = station.appointments.unsettled()
  station.appointments.settle('paul', appointmentId, 'done', null)
  station.appointments.markSettled(appointmentId, first!.revision)
  expect(station.appointments.unsettled()).toMatchObject([{ appointmentId, outcome: 'done' }])
  station.appointments.replace('paul', [item])
  expect(station.appointments.list('paul')[0]?.outcome).toBe('done')
})

test('after its day a visit is wiped, settled or not; its outcome waits for central without it', () => {
  const item = visit('paul', '2026-03-02T08:00:00.000Z')
  station.appointments.replace('paul', [item])
  station.appointments.settle('paul', item.appointment.appointmentId, 'done', null)
  pass(12)
  expect(station.appointments.wipeExpired(null)).toBe(0)
  pass(12)
  expect(station.appointments.wipeExpired(null)).toBe(1)
  const last = station.store.db.prepare('SELECT body FROM audit ORDER BY seq DESC LIMIT 1').get() as { body: string }
  expect(JSON.parse(last.body)).toMatchObject({ action: 'appointment.wiped', actor: 'station', facts: { count: 1 } })
  expect(station.appointments.list('paul')).toEqual([])
  expect(station.appointments.applicationByReference(item.application.reference, 'paul')).toBe(null)
  expect(station.appointments.unsettled()).toHaveLength(1)
  station.appointments.markSettled(item.appointment.appointmentId, 1)
  expect(station.appointments.unsettled()).toHaveLength(0)
})

const onDisk = () => JSON.stringify(station.store.db.prepare('SELECT appointment, application FROM appointments').all())

test('whom a visit was to goes with its outcome, at noon already; after a no-show somebody may try again', () => {
  const [done, missed] = [visit('paul', '2026-03-02T08:00:00.000Z'), visit('paul', '2026-03-02T09:00:00.000Z')]
  station.appointments.replace('paul', [done])
  station.appointments.settle('paul', done.appointment.appointmentId, 'done', null)
  const { reference } = done.appointment
  const remains = { reference, citizenName: '', address: '', phone: null, note: null, outcome: 'done' }
  expect(station.appointments.list('paul')).toMatchObject([remains])
  expect(station.appointments.applicationByReference(reference, 'paul')).toBe(null)
  // Central, which does not know yet, sends it once more.
  station.appointments.replace('paul', [done])
  expect(station.appointments.list('paul')).toMatchObject([remains])
  expect(onDisk()).not.toMatch(/Zoé|Neuve|12AB34567|33600000000|example.org|1980/)
  station.appointments.replace('paul', [done, missed])
  station.appointments.settle('paul', missed.appointment.appointmentId, 'no_show', null)
  expect(station.appointments.applicationByReference(missed.appointment.reference, 'paul')).not.toBe(null)
})

test('an outcome that nobody recorded before midnight can be recorded after it, without whom the visit was to', () => {
  const item = visit('paul', '2026-03-02T08:00:00.000Z')
  const { appointmentId, reference } = item.appointment
  station.appointments.replace('paul', [item])
  pass(24)
  expect(station.appointments.wipeExpired(null)).toBe(1)
  expect(station.appointments.wipeExpired(null)).toBe(0)
  expect(onDisk()).not.toMatch(/Zoé|Neuve|12AB34567/)
  expect(station.appointments.list('paul')).toMatchObject([
    { appointmentId, reference, citizenName: '', outcome: null },
  ])
  station.appointments.settle('paul', appointmentId, 'no_show', null)
  expect(station.appointments.unsettled()).toMatchObject([{ appointmentId, outcome: 'no_show' }])
  expect(station.appointments.wipeExpired(null)).toBe(1)
  expect(station.appointments.list('paul')).toEqual([])
})

test('a visit whose session was cut off by a crash is there past midnight, as long as its draft is', () => {
  const item = visit('paul', '2026-03-02T21:00:00.000Z')
  const { reference } = item.appointment
  station.appointments.replace('paul', [item])
  pass(16)
  const draft = { sessionId: randomUUID(), operatorId: 'paul', reference, step: 'document', state: {} } as const
  station.drafts.save(draft)
  pass(2)
  station.appointments.wipeExpired(null)
  expect(station.appointments.applicationByReference(reference, 'paul')).not.toBe(null)
  station.drafts.discard(draft.sessionId)
  station.appointments.wipeExpired(null)
  expect(station.appointments.applicationByReference(reference, 'paul')).toBe(null)
})

test('an outcome that central never takes goes with its note when the retention ends, and that is on the record', () => {
  const item = visit('paul', '2026-03-02T08:00:00.000Z')
  station.appointments.replace('paul', [item])
  station.appointments.settle('paul', item.appointment.appointmentId, 'no_show', 'closed shutters')
  pass(station.policy().retentionDays * 24 - 1)
  expect(station.appointments.wipeExpired(null)).toBe(1)
  expect(station.appointments.unsettled()).toHaveLength(1)
  expect(station.appointments.dueInMs(null)).toBeGreaterThan(0)
  pass(24)
  expect(station.appointments.dueInMs(null)).toBe(0)
  expect(station.appointments.wipeExpired(null)).toBe(1)
  expect(station.appointments.unsettled()).toEqual([])
  const last = station.store.db.prepare('SELECT body FROM audit ORDER BY seq DESC LIMIT 1').get() as { body: string }
  expect(JSON.parse(last.body)).toMatchObject({ facts: { count: 0, outcomesNotTaken: 1 } })
})

test('a visit belongs to the day on which it ends, in the time zone of now', () => {
  const evening = visit('paul', '2026-03-02T20:30:00.000Z')
  station.appointments.replace('paul', [evening])
  const remaining = (timeZone: string) => {
    station.store.close()
    station = openTestStation({ folder: place.folder, time, kind: 'tablet', timeZone })
    expect(station.appointments.dueInMs(null), 'at a start').toBe(0)
    station.appointments.wipeExpired(null)
    expect(station.appointments.dueInMs(null)).toBeGreaterThan(0)
    return station.appointments.list('paul').filter(({ citizenName }) => citizenName !== '').length
  }
  // 23:30 in Paris, 02:30 on the day on which it ended at 01:00 in Réunion, 18:30 in Martinique.
  time.wall = Date.parse('2026-03-02T22:30:00Z')
  for (const timeZone of ['Europe/Paris', 'Indian/Reunion', 'America/Martinique']) expect(remaining(timeZone)).toBe(1)
  time.wall = Date.parse('2026-03-02T23:30:00Z')
  expect(remaining('America/Martinique')).toBe(1)
  expect(remaining('Europe/Paris')).toBe(0)
})

test('a visit over midnight is still of the list on the day on which it ends, and fetched then', () => {
  const night = visit('paul', '2026-03-02T22:45:00.000Z')
  pass(17.1)
  expect(station.appointments.replace('paul', [night])).toBe(1)
  expect(station.appointments.wipeExpired(null)).toBe(0)
  pass(24)
  expect(station.appointments.wipeExpired(night.appointment.reference)).toBe(0)
  expect(station.appointments.wipeExpired(null)).toBe(1)
  expect(station.appointments.applicationByReference(night.appointment.reference, 'paul')).toBe(null)
})

test('a visit handed over to a colleague on the same tablet is settled in the name of who settled it last', () => {
  const item = visit('paul', '2026-03-02T08:00:00.000Z')
  const { appointmentId } = item.appointment
  station.appointments.replace('paul', [item])
  station.appointments.settle('paul', appointmentId, 'no_show', null)
  station.appointments.replace('anne', [{ ...item, appointment: { ...item.appointment, operatorId: 'anne' } }])
  expect(station.appointments.list('paul')).toEqual([])
  expect(() => station.appointments.settle('paul', appointmentId, 'done', null)).toThrow('appointment_unknown')
  station.appointments.settle('anne', appointmentId, 'done', null)
  expect(station.appointments.unsettled()).toMatchObject([{ appointmentId, operatorId: 'anne', outcome: 'done' }])
})

test('nobody is absent before the visit’s day has come at the place, wherever it has come already', () => {
  // 06:00 in Paris of the 3rd: still the 2nd, 19:00, in Papeete.
  const item = visit('paul', '2026-03-03T20:00:00.000Z')
  time.wall = Date.parse('2026-03-03T05:00:00Z')
  station.store.close()
  station = openTestStation({ folder: place.folder, time, kind: 'tablet', timeZone: 'Pacific/Tahiti' })
  station.appointments.replace('paul', [item])
  const { appointmentId } = item.appointment
  const absent = () => station.appointments.settle('paul', appointmentId, 'no_show', null)
  expect(absent).toThrow('visit_not_due')
  expect(station.appointments.unsettled()).toEqual([])
  station.appointments.settle('paul', appointmentId, 'rescheduled', null)
  // 00:00 of the 3rd in Papeete, ten hours before the visit.
  pass(5)
  absent()
  expect(station.appointments.unsettled()).toMatchObject([{ appointmentId, outcome: 'no_show' }])
})
