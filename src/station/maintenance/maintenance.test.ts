import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Application } from '../../contract/application.ts'
import type { Appointment } from '../../contract/appointment.ts'
import { found } from '../../enrolment/testing/made-up.ts'
import { createDownloads } from '../downloads/downloads.ts'
import { startMaintenance, type Maintenance } from './maintenance.ts'
import type { SessionRunner } from '../session/port.ts'
import { exportsIn } from '../store/storage.ts'
import { makeFolder, openTestStation } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'

const hourMs = 3_600_000
const time = { wall: 0, monotonic: 0 }
let place: ReturnType<typeof makeFolder>
let station: TestStation
let maintenance: Maintenance
let exportFolder: string
let looks = 0
beforeEach(() => {
  time.wall = Date.parse('2026-03-02T08:00:00Z')
  time.monotonic = 0
  place = makeFolder()
  exportFolder = join(place.folder, 'exports')
  mkdirSync(exportFolder)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: time.wall })
  station = openTestStation({ folder: place.folder, time, kind: 'tablet' })
})
afterEach(() => {
  maintenance.stop()
  station.store.close()
  vi.useRealTimers()
  place.remove()
})

/** No session is under way unless `held` says so. */
function start(held: { reference: string | null } = { reference: null }) {
  const downloads = createDownloads(() => station.clock.monotonicMs())
  const runner = { dueInMs: () => Infinity, expire: () => 0, heldReference: () => held.reference } as SessionRunner
  const storage = exportsIn(exportFolder) as never
  const parts = { ...station, runner, downloads, storage, log: pino({ level: 'silent' }) }
  maintenance = startMaintenance(parts, () => (looks += 1))
  return { downloads }
}
/** Time passes as timers see it: in steps of a second, for the station's clocks move with them. */
function pass(ms: number) {
  for (let left = ms; left > 0; left -= 1_000) {
    const step = Math.min(left, 1_000)
    time.wall += step
    time.monotonic += step
    vi.advanceTimersByTime(step)
  }
}
/** Whom they were to; what is left of one without an outcome stays. */
const visitsOnDisk = () =>
  (
    station.store.db.prepare(`SELECT count(*) AS n FROM appointments WHERE application <> 'null'`).get() as {
      n: number
    }
  ).n
const count = (table: string) =>
  (station.store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
const saveDraft = () =>
  station.drafts.save({ sessionId: randomUUID(), operatorId: 'a', reference: 'R', step: 'application', state: {} })

function addVisit(reference: string, startsAt: string, endsAt: string): void {
  const application = { ...(found() as { application: Application }).application, reference }
  const { applicationId } = application
  const common = { appointmentId: randomUUID(), applicationId, reference, operatorId: 'paul', startsAt, endsAt }
  const appointment: Appointment = {
    ...common,
    citizenName: 'Zoé Test',
    address: 'Brest',
    phone: null,
    note: null,
    outcome: null,
  }
  station.appointments.replace('paul', [
    ...station.appointments.list('paul').map((one) => ({
      appointment: one,
      application: station.appointments.applicationByReference(one.reference, 'paul')!,
      chip_nonce: null,
    })),
    { appointment, application, chip_nonce: null },
  ])
}

test('a draft goes at its hour, not at the next round', () => {
  start()
  pass(1_234_000)
  saveDraft()
  pass(20 * hourMs)
  saveDraft()
  pass(4 * hourMs - 1_000)
  expect(count('drafts')).toBe(2)
  pass(1_000)
  expect(count('drafts')).toBe(1)
  pass(20 * hourMs)
  expect(count('drafts')).toBe(0)
})

test('visits go when the day on which they end is over at the counter; the one being held, when it has ended', () => {
  const held = { reference: null as string | null }
  start(held)
  addVisit('DAY', '2026-03-02T09:00:00.000Z', '2026-03-02T09:30:00.000Z')
  addVisit('LATE', '2026-03-02T22:00:00.000Z', '2026-03-02T22:40:00.000Z')
  addVisit('NIGHT', '2026-03-02T22:30:00.000Z', '2026-03-02T23:30:00.000Z')
  held.reference = 'LATE'
  const references = () =>
    station.appointments.list('paul').flatMap(({ reference, citizenName }) => (citizenName === '' ? [] : [reference]))
  // Midnight in Paris is 23:00 UTC.
  pass(15 * hourMs - 1_000)
  expect(references()).toEqual(['DAY', 'LATE', 'NIGHT'])
  pass(1_000)
  expect(references()).toEqual(['LATE', 'NIGHT'])
  pass(60_000)
  expect(references()).toEqual(['LATE', 'NIGHT'])
  held.reference = null
  maintenance.look()
  expect(vi.getTimerCount()).toBe(1)
  expect(references()).toEqual(['NIGHT'])
  pass(24 * hourMs)
  expect(references()).toEqual([])
})

test('after a sleep, and after the clock was set, what is overdue goes within a minute', () => {
  start()
  saveDraft()
  addVisit('DAY', '2026-03-02T09:00:00.000Z', '2026-03-02T09:30:00.000Z')
  // The machine slept: neither timers nor the monotonic clock moved. Central has told the time since.
  station.clock.settle(new Date(time.wall + 30 * hourMs), 0)
  pass(60_000)
  expect([count('drafts'), visitsOnDisk()]).toEqual([0, 0])
})

test('a clock that central puts right by a year leaves no draft for a year', () => {
  start()
  saveDraft()
  station.clock.settle(new Date(time.wall - 365 * 24 * hourMs), 0)
  pass(60_000)
  expect(count('drafts')).toBe(0)
  saveDraft()
  station.clock.settle(new Date(station.clock.now().getTime() - 5 * hourMs), 0)
  pass(60_000)
  expect(count('drafts'), 'a few hours are no reason').toBe(1)
})

test('a receipt that nobody fetched is forgotten, and a file of before the start, or nobody’s, removed', () => {
  const file = (name: string, at = new Date(time.wall)) => {
    writeFileSync(join(exportFolder, name), 'x')
    utimesSync(join(exportFolder, name), at, at)
  }
  file('old')
  const { downloads } = start()
  expect(readdirSync(exportFolder)).toEqual([])
  file('new')
  file('future', new Date(time.wall + 24 * hourMs))
  downloads.offer({ fileName: 'r.pdf', mediaType: 'application/pdf', content: new Uint8Array(1) })
  pass(599_000)
  expect([readdirSync(exportFolder), downloads.dueInMs()]).toEqual([['new'], 1_000])
  pass(1_000)
  expect([readdirSync(exportFolder), downloads.dueInMs()]).toEqual([[], Infinity])
})

test('rows go on the day after the retention ends, without a restart', () => {
  station.clock.settle(new Date(time.wall), 0)
  start()
  const { db } = station.store
  db.exec(
    `INSERT INTO operators VALUES ('a1', 'A', 'clerk', '2026-01-01', 'fr', NULL, '2026-01-01', '{}', NULL, 1, 0, NULL, 1)`,
  )
  db.exec(
    `INSERT INTO outbox (packet_id, application_id, station_id, seq, sha256, sealed_at, imported, state, receipt)
     VALUES ('p', 'a', 's', 1, '${'0'.repeat(64)}', '2026-03-02T09:00:00.000Z', 1, 'received', 'r')`,
  )
  db.exec(
    `INSERT INTO day_rows VALUES ('p', 's', 'a', 'R', '2026-03-02T09:00:00.000Z', '2026-03-02', 10, 'a1', 'home', NULL, NULL,
     'cancelled', '[]', '{}', 60, 0, 0, 0, NULL)`,
  )
  const days = station.policy().retentionDays
  time.wall += (days * 24 + 14.9) * hourMs
  time.monotonic += (days * 24 + 14.9) * hourMs
  pass(60_000)
  expect(count('day_rows')).toBe(1)
  pass(0.1 * hourMs)
  expect(count('day_rows')).toBe(0)
  expect(station.audit.verify().ok).toBe(true)
})

test('what fails does not keep the others from being done, nor the processor busy', () => {
  start()
  saveDraft()
  station.store.db.exec(`CREATE TRIGGER no BEFORE DELETE ON drafts BEGIN SELECT RAISE(ABORT, 'no'); END`)
  addVisit('DAY', '2026-03-02T09:00:00.000Z', '2026-03-02T09:30:00.000Z')
  pass(25 * hourMs)
  expect([count('drafts'), visitsOnDisk()]).toEqual([1, 0])
  expect(vi.getTimerCount()).toBe(1)
  looks = 0
  pass(60_000)
  expect(looks).toBe(1)
  station.store.db.exec('DROP TRIGGER no')
  pass(60_000)
  expect(count('drafts')).toBe(0)
})
