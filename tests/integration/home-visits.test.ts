import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { RunningCentral } from '../../src/central/central.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { decidedAs } from '../fixtures/decided-as.ts'
import { everyByte, findAny } from '../fixtures/disk-bytes.ts'
import { startField, startMorning, type Field, type Visit } from '../fixtures/field.ts'
import { codeOf, decide, pin, sealCancelled, soon, specimenOf, walkToDecision, untilSent } from '../fixtures/journey.ts'
import type { TestStation, TestStationOptions } from '../fixtures/test-station.ts'

// A postman's tablet over a whole day, on the real central behind a network that can be away.
const dayMs = 86_400_000
// A whole day in each test; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 })
let field: Field
let central: RunningCentral
let tablet: TestStation

beforeAll(async () => {
  field = await startField()
  central = field.central
})
afterEach(async () => {
  field.wallErrorMs = 0
  await tablet.stop()
})
afterAll(() => field.stop())

/** A registered tablet with two postmen, `operatorId` logged in with these visits, one an hour. */
async function startDay(operatorId: string, keys: string[], options: TestStationOptions = {}): Promise<void> {
  const visits = keys.map((key, i): Visit => [key, i + 1, i + 1.5])
  tablet = await startMorning(field, { [operatorId]: visits, [`${operatorId}-colleague`]: [] }, options)
  expect(await tablet.ask('appointment.list', {})).toHaveLength(keys.length)
}

/** The same machine, switched off and on again, its wall clock so many days ahead. */
async function restart(operatorId: string, daysAhead: number): Promise<void> {
  await tablet.stop({ keepData: true })
  field.wallErrorMs = daysAhead * dayMs
  tablet = await field.startTablet({ dataFolder: tablet.folder })
  await tablet.ask('operator.login', { operatorId, pin })
}

test(
  'a day without network: three visits, settled in the evening, wiped after their day',
  { timeout: 90_000 },
  async () => {
    const visits = ['cnie', 'first_passport', 'name_mismatch']
    await startDay('paul', visits)
    const { ask } = tablet
    field.networkIs('away')
    const names = visits.map((key) => specimenOf(key).holder.surname)
    expect(findAny(everyByte(tablet.folder), names), 'the list is there, encrypted').toEqual(names)
    const appointments = await ask('appointment.list', {})
    const visitOf = (key: string) =>
      appointments.find(({ reference }) => reference === specimenReference(specimenOf(key)))!.appointmentId

    const first = await walkToDecision(tablet, 'cnie', field.now())
    expect(first).toMatchObject({ channel: 'home', provisional: true })
    expect(first.deferred).toEqual(expect.arrayContaining(['application_state', 'lost_stolen']))
    const done = await decide(tablet, 'approved')
    // Sealing settled it: the postman need not say so.
    expect(
      (await ask('appointment.list', {})).find(({ appointmentId }) => appointmentId === visitOf('cnie'))?.outcome,
    ).toBe('done')
    const noShow = { appointmentId: visitOf('first_passport'), outcome: 'no_show' as const, note: 'Volets fermés' }
    await ask('appointment.settle', noShow)
    const third = await walkToDecision(tablet, 'name_mismatch', field.now())
    expect(third.decision.allowed).not.toContain('approved')
    const refused = await decide(tablet, 'refused', third.decision.suggestedReasons)
    // Somebody was seen: the visit is done, and nobody says otherwise.
    expect(
      await codeOf(
        ask('appointment.settle', { appointmentId: visitOf('name_mismatch'), outcome: 'refused', note: null }),
      ),
    ).toBe('visit_held')
    expect((await ask('status.get', {})).queue).toMatchObject({ waiting: 2, parked: 0, visits: 1 })

    field.networkIs('there')
    await ask('queue.retry', { packetId: null })
    await untilSent({ ask })
    await central.settled()
    const packets = await central.db
      .selectFrom('packet')
      .select(['packet_id', 'state', 'reasons'])
      .where('packet_id', 'in', [done.packetId, refused.packetId])
      .execute()
    expect(packets).toHaveLength(2)
    expect(packets.find((one) => one.packet_id === done.packetId)).toMatchObject({ state: 'APPROVED', reasons: [] })
    expect(packets.find((one) => one.packet_id === refused.packetId)?.state).toBe('REJECTED')
    const outcomes = () =>
      central.db
        .selectFrom('appointment')
        .select('outcome')
        .where('operator_id', '=', 'paul')
        .orderBy('outcome')
        .execute()
    await soon(async () =>
      expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(['done', 'done', 'no_show']),
    )
    await soon(() => expect(findAny(everyByte(tablet.folder), ['Volets fermés'])).toEqual([]))
    expect((await ask('status.get', {})).queue).toMatchObject({ waiting: 0, parked: 0, visits: 0 })

    field.networkIs('away')
    await restart('paul', 2)
    expect(await tablet.ask('appointment.list', {})).toEqual([])
    expect(findAny(everyByte(tablet.folder), names)).toEqual([])
  },
)

test.each(['before the check', 'after the check, late'])(
  'a visit marked absent by mistake and then held is done at both ends, where central hears of it %s',
  async (order) => {
    const [operatorId, key] = order.startsWith('before') ? ['prune', 'passport'] : ['prisca', 'permit_ten_years']
    await startDay(operatorId, [key])
    const [visit] = await tablet.ask('appointment.list', {})
    const absent = { appointmentId: visit!.appointmentId, outcome: 'no_show' as const, note: null }
    const atCentral = () =>
      central.db
        .selectFrom('appointment')
        .select('outcome')
        .where('appointment_id', '=', absent.appointmentId)
        .executeTakeFirstOrThrow()
    if (order.startsWith('before')) {
      await tablet.ask('appointment.settle', absent)
      await soon(async () => expect((await atCentral()).outcome).toBe('no_show'))
    }
    field.networkIs('away')
    if (!order.startsWith('before')) await tablet.ask('appointment.settle', absent)
    await walkToDecision(tablet, key, field.now())
    const { packetId } = await decide(tablet, 'approved')
    expect((await tablet.ask('appointment.list', {}))[0]?.outcome).toBe('done')
    expect(await codeOf(tablet.ask('appointment.settle', absent))).toBe('visit_held')
    field.networkIs('there')
    await tablet.ask('queue.retry', { packetId: null })
    await untilSent(tablet)
    await central.settled()
    await soon(async () => {
      const { state } = await central.db
        .selectFrom('packet')
        .select('state')
        .where('packet_id', '=', packetId)
        .executeTakeFirstOrThrow()
      expect([state, (await atCentral()).outcome]).toEqual(['APPROVED', 'done'])
    })
  },
)

test("a colleague on the same tablet sees nothing of another postman's visits", async () => {
  await startDay('pierre', ['first_passport'])
  field.networkIs('away')
  await tablet.ask('operator.login', { operatorId: 'pierre-colleague', pin })
  expect(await tablet.ask('appointment.list', {})).toEqual([])
  await tablet.ask('session.open', { reference: specimenReference(specimenOf('first_passport')) })
  const session = await tablet.until(({ busy }) => !busy)
  expect(session).toMatchObject({ application: null, failure: { code: expect.any(String) } })
})

test('without contact a tablet locks after the policy’s days, a clock set back does not open it, central does', async () => {
  const reference = specimenReference(specimenOf('passport'))
  const open = () => codeOf(tablet.ask('session.open', { reference }))
  await startDay('pauline', ['first_passport'])
  field.networkIs('away')
  await restart('pauline', 6)
  expect(await open()).toBe(null)
  await restart('pauline', 8)
  expect(await open()).toBe('station_locked_no_contact')
  await restart('pauline', 0)
  expect(await open()).toBe('station_locked_no_contact')
  field.networkIs('there')
  await soon(async () => expect(await open()).toBe(null))
})

test('a lost tablet delivers what it had sealed, wipes itself at the next contact and destroys its key', async () => {
  let destroyed = false
  await startDay('perdita', ['first_passport'], { onDestroyed: () => (destroyed = true) })
  field.networkIs('away')
  const { packetId } = await sealCancelled(tablet, specimenReference(specimenOf('first_passport')))
  const { stationId } = await tablet.ask('status.get', {})
  await central.revokeStation(stationId!, new Date(Date.now() - dayMs))
  field.networkIs('there')
  await tablet.ask('queue.retry', { packetId: null })
  await soon(() => expect(destroyed).toBe(true))
  expect(existsSync(tablet.folder)).toBe(true)
  expect(readdirSync(tablet.folder).filter((name) => name !== 'lost+found')).toEqual([])
  expect(existsSync(join(tablet.folder, 'guichet.key'))).toBe(false)
  const packet = await decidedAs(central, packetId)
  expect(packet).toMatchObject({ state: 'QUARANTINED', reasons: ['station_compromised'] })
})
