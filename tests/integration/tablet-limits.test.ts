import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { defaultPolicy } from '../../src/contract/policy.ts'
import { everyByte, findAny } from '../fixtures/disk-bytes.ts'
import { startField, startMorning, type Field, type Visit } from '../fixtures/field.ts'
import { codeOf, decide, openApplication, pin, soon, specimenOf, walkToDecision } from '../fixtures/journey.ts'
import type { TestStation } from '../fixtures/test-station.ts'

// Home visits where something runs out in the middle: the day, the days without contact, the station itself, its clock.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })
const yearMs = 365 * 86_400_000
let field: Field
let tablet: TestStation
beforeEach(async () => void (field = await startField()))
afterEach(async () => {
  await tablet.stop()
  await field.stop()
})

const referenceOf = (key: string) => specimenReference(specimenOf(key))
const open = (key: string) => codeOf(tablet.ask('session.open', { reference: referenceOf(key) }))
const references = async () => (await tablet.ask('appointment.list', {})).map(({ reference }) => reference)
/** The evening: everything goes. */
async function settle(): Promise<void> {
  field.networkIs('there')
  await tablet.ask('queue.retry', { packetId: null })
  await soon(async () => expect((await tablet.ask('status.get', {})).queue).toMatchObject({ waiting: 0, parked: 0 }))
  await field.central.settled()
}
const packets = () => field.central.db.selectFrom('packet').select(['packet_id', 'state', 'captured_at']).execute()
const outcomes = () =>
  field.central.db
    .selectFrom('appointment')
    .select(['operator_id', 'outcome'])
    .where('outcome', 'is not', null)
    .orderBy('operator_id')
    .execute()

test('midnight passes while a visit is open: it is finished, settled, and only then wiped', async () => {
  tablet = await startMorning(field, { paul: [['cnie', 13, 13.8]] })
  field.networkIs('away')
  field.pass(13.6)
  await walkToDecision(tablet, 'cnie', field.now())
  field.pass(1)
  expect(await references()).toEqual([referenceOf('cnie')])
  const { packetId } = await decide(tablet, 'approved')
  expect(await references()).toEqual([])
  const { surname, birthDate } = specimenOf('cnie').holder
  expect(findAny(everyByte(tablet.folder), [surname, birthDate])).toEqual([])
  await settle()
  expect(await packets()).toMatchObject([{ packet_id: packetId, state: 'APPROVED' }])
  await soon(async () => expect(await outcomes()).toEqual([{ operator_id: 'paul', outcome: 'done' }]))
})

test('the days without contact run out while a visit is open: it is finished, and nothing else is opened or shown', async () => {
  await field.central.setPolicy({ ...defaultPolicy, version: 2, maxDaysWithoutContact: 1 })
  const visits: Record<string, Visit[]> = {
    paul: [
      ['cnie', 25, 26],
      ['first_passport', 27, 28],
    ],
  }
  tablet = await startMorning(field, visits)
  expect((await tablet.ask('status.get', {})).policyVersion).toBe(2)
  field.networkIs('away')
  field.pass(23.9)
  expect(await references()).toHaveLength(2)
  await walkToDecision(tablet, 'cnie', field.now())
  field.pass(0.5)
  const { packetId } = await decide(tablet, 'approved')
  expect(await open('first_passport')).toBe('station_locked_no_contact')
  expect(await codeOf(references())).toBe('station_locked_no_contact')
  await settle()
  expect(await packets()).toMatchObject([{ packet_id: packetId, state: 'APPROVED' }])
  expect(await references()).toHaveLength(2)
  expect(await open('first_passport')).toBe(null)
})

test('two postmen on one tablet, one visit begun inside the other: each sees, resumes and settles their own', async () => {
  tablet = await startMorning(field, { anne: [['first_passport', 1, 2]], paul: [['cnie', 1, 2]] })
  const { ask } = tablet
  field.networkIs('away')
  const logIn = (operatorId: string) => ask('operator.login', { operatorId, pin })
  await openApplication(tablet, referenceOf('first_passport'))
  await ask('session.consent', { textVersion: '2026-01', language: 'fr' })
  await logIn('paul')
  expect(await ask('session.current', {})).toBe(null)
  expect(await ask('draft.list', {})).toEqual([])
  expect(await references()).toEqual([referenceOf('cnie')])
  await walkToDecision(tablet, 'cnie', field.now())
  await decide(tablet, 'approved')
  await logIn('anne')
  const [visit] = await ask('appointment.list', {})
  expect(visit).toMatchObject({ reference: referenceOf('first_passport'), outcome: null })
  const [draft] = await ask('draft.list', {})
  await logIn('paul')
  expect(await codeOf(ask('draft.resume', { sessionId: draft!.sessionId }))).toBe('draft_unknown')
  const asPaul = { appointmentId: visit!.appointmentId, outcome: 'no_show' as const, note: null }
  expect(await codeOf(ask('appointment.settle', asPaul))).toBe('appointment_unknown')
  await logIn('anne')
  await ask('draft.resume', { sessionId: draft!.sessionId })
  expect(await tablet.until(({ busy }) => !busy)).toMatchObject({ step: 'document', provisional: true })
  await ask('session.leave', { keepDraft: false })
  await ask('appointment.settle', { appointmentId: visit!.appointmentId, outcome: 'rescheduled', note: null })
  await settle()
  expect(await packets()).toHaveLength(1)
  const both = [
    { operator_id: 'anne', outcome: 'rescheduled' },
    { operator_id: 'paul', outcome: 'done' },
  ]
  await soon(async () => expect(await outcomes()).toEqual(both))
})

test.each([
  ['open', 0],
  ['being sealed', 1],
] as const)('a wipe that comes while a visit is %s leaves nothing of it but what was sealed', async (_when, seals) => {
  let destroyed = false
  tablet = await startMorning(field, { paul: [['cnie', 1, 2]] }, { onDestroyed: () => (destroyed = true) })
  const { stationId } = await tablet.ask('status.get', {})
  await walkToDecision(tablet, 'cnie', field.now())
  const content = new Uint8Array(1)
  const offered = tablet.station.downloads.offer({ fileName: 'r.pdf', mediaType: 'application/pdf', content })
  await field.central.revokeStation(stationId!, new Date(field.now().getTime() - 60_000))
  const sealing = Array.from({ length: seals }, () =>
    codeOf(tablet.ask('session.decide', { outcome: 'approved', reasons: [], pin })),
  )
  await codeOf(tablet.ask('queue.retry', { packetId: null }))
  const codes = await Promise.all(sealing)
  await soon(() => expect(destroyed).toBe(true))
  expect(tablet.session()).toBe(null)
  expect(tablet.station.downloads.take(offered), 'a receipt that nobody fetched').toBe(null)
  expect(existsSync(join(tablet.folder, 'guichet.db'))).toBe(false)
  expect(existsSync(join(tablet.folder, 'guichet.key'))).toBe(false)
  await field.central.settled()
  const sealed = codes.filter((code) => code === null).length
  expect((await packets()).map(({ state }) => state)).toEqual(Array(sealed).fill('QUARANTINED'))
  for (const code of codes) expect([null, 'session_none', 'station_revoked', 'operator_not_logged_in']).toContain(code)
})

test('a tablet whose clock was set back a year, at a start or while it runs, says so and does its day', async () => {
  tablet = await startMorning(field, {
    paul: [
      ['cnie', 2, 3],
      ['first_passport', 4, 5],
    ],
  })
  field.networkIs('away')
  await tablet.stop({ keepData: true })
  field.wallErrorMs = -yearMs
  tablet = await field.startTablet({ dataFolder: tablet.folder })
  const { ask } = tablet
  await ask('operator.login', { operatorId: 'paul', pin })
  const { clock, today } = await ask('status.get', {})
  expect(clock.skewed).toBe(true)
  expect(Math.abs(clock.skewSeconds + yearMs / 1000)).toBeLessThan(120)
  expect(today).toBe(field.now().toISOString().slice(0, 10))
  expect(await references()).toHaveLength(2)
  field.pass(2)
  await walkToDecision(tablet, 'cnie', field.now())
  await decide(tablet, 'approved')
  // The clock is put right, and wrong again, while it runs.
  field.wallErrorMs = 0
  expect((await ask('status.get', {})).clock.skewed).toBe(false)
  field.wallErrorMs = -yearMs
  field.pass(1)
  await walkToDecision(tablet, 'first_passport', field.now())
  await decide(tablet, 'approved')
  await settle()
  const delivered = await packets()
  // Counted from central's last time, and not confirmed by it: a person looks.
  expect(delivered.map(({ state }) => state)).toEqual(['MANUAL_REVIEW', 'MANUAL_REVIEW'])
  for (const { captured_at } of delivered)
    expect(field.now().getTime() - captured_at.getTime()).toBeLessThan(2 * 3_600_000)
  // Its day ends by the true time.
  field.networkIs('away')
  field.pass(13)
  await tablet.stop({ keepData: true })
  field.wallErrorMs = 0
  tablet = await field.startTablet({ dataFolder: tablet.folder })
  await tablet.ask('operator.login', { operatorId: 'paul', pin })
  expect(await references()).toEqual([])
})
