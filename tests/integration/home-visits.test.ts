import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { specimenApplications, specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import type { StationOptions } from '../../src/station/port.ts'
import { startFaultProxy, type FaultProxy } from '../chaos/fault-proxy.ts'
import { everyByte, findAny } from '../fixtures/disk-bytes.ts'
import {
  codeOf,
  addOperator,
  beginAsManager,
  decide,
  pin,
  sealCancelled,
  soon,
  specimenOf,
  untilReady,
  walkToDecision,
} from '../fixtures/journey.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

// A postman's tablet over a whole day, on the real central behind a network that can be away.
const dayMs = 86_400_000
// A whole day in each test; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 })
let central: RunningCentral
let proxy: FaultProxy
let tablet: TestStation

beforeAll(async () => {
  central = await createCentral({ environment: 'training', seed: 'training' })
  proxy = await startFaultProxy(Number(new URL(central.url).port), Math.random)
})
afterEach(() => tablet.stop())
afterAll(async () => {
  await proxy.close()
  await central.stop()
})

function networkIs(state: 'there' | 'away'): void {
  proxy.choose = state === 'there' ? null : () => 'refuse'
  if (state === 'away') proxy.cutAll()
}
const clockAhead = (ms: number) => ({ wallMs: () => Date.now() + ms, monotonicMs: () => performance.now() })
const start = (options: Partial<StationOptions> = {}) =>
  startTestStation({ kind: 'tablet', centralUrl: `http://127.0.0.1:${proxy.port}`, ...options })

/** A registered tablet with two postmen, `operatorId` logged in with the day's visits. */
async function startMorning(operatorId: string, keys: string[], options: Partial<StationOptions> = {}): Promise<void> {
  networkIs('there')
  tablet = await start(options)
  await beginAsManager(tablet)
  await addOperator(tablet, operatorId, 'postman')
  await addOperator(tablet, `${operatorId}-colleague`, 'postman')
  await untilReady(tablet)
  for (const [i, key] of keys.entries()) {
    const { applicationId } = specimenApplications().find((one) => one.key === key)!
    const startsAt = new Date(Date.now() + (i + 1) * 3_600_000).toISOString()
    const endsAt = new Date(Date.now() + (i + 1.5) * 3_600_000).toISOString()
    await central.addAppointment({ applicationId, operatorId, startsAt, endsAt, note: null })
  }
  await tablet.ask('operator.login', { operatorId, pin })
  expect(await tablet.ask('appointment.refresh', {})).toEqual({ count: keys.length })
}

/** The same machine, switched off and on again. */
async function restart(options: Partial<StationOptions>, operatorId: string): Promise<void> {
  await tablet.stop({ keepData: true })
  tablet = await start({ dataFolder: tablet.folder, ...options })
  await tablet.ask('operator.login', { operatorId, pin })
}

test(
  'a day without network: three visits, settled in the evening, wiped after their day',
  { timeout: 90_000 },
  async () => {
    const visits = ['cnie', 'first_passport', 'name_mismatch']
    await startMorning('paul', visits)
    const { ask } = tablet
    networkIs('away')
    const names = visits.map((key) => specimenOf(key).holder.surname)
    expect(findAny(everyByte(tablet.folder), names), 'the list is there, encrypted').toEqual(names)
    const appointments = await ask('appointment.list', {})
    const visitOf = (key: string) =>
      appointments.find(({ reference }) => reference === specimenReference(specimenOf(key)))!.appointmentId

    const first = await walkToDecision(tablet, 'cnie')
    expect(first).toMatchObject({ channel: 'home', provisional: true })
    expect(first.deferred).toEqual(expect.arrayContaining(['application_state', 'lost_stolen']))
    const done = await decide(tablet, 'approved')
    // Sealing settled it: the postman need not say so.
    expect(
      (await ask('appointment.list', {})).find(({ appointmentId }) => appointmentId === visitOf('cnie'))?.outcome,
    ).toBe('done')
    const noShow = { appointmentId: visitOf('first_passport'), outcome: 'no_show' as const, note: 'Volets fermés' }
    await ask('appointment.settle', noShow)
    const third = await walkToDecision(tablet, 'name_mismatch')
    expect(third.decision.allowed).not.toContain('approved')
    const refused = await decide(tablet, 'refused', third.decision.suggestedReasons)
    // Somebody was seen: the visit is done, and nobody says otherwise.
    expect(
      await codeOf(
        ask('appointment.settle', { appointmentId: visitOf('name_mismatch'), outcome: 'refused', note: null }),
      ),
    ).toBe('visit_held')
    expect((await ask('status.get', {})).queue).toMatchObject({ waiting: 2, parked: 0 })

    networkIs('there')
    await ask('queue.retry', { packetId: null })
    await soon(async () => expect((await ask('status.get', {})).queue.waiting).toBe(0))
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

    networkIs('away')
    await restart({ time: clockAhead(2 * dayMs) }, 'paul')
    expect(await tablet.ask('appointment.list', {})).toEqual([])
    expect(findAny(everyByte(tablet.folder), names)).toEqual([])
  },
)

test.each(['before the check', 'after the check, late'])(
  'a visit marked absent by mistake and then held is done at both ends, where central hears of it %s',
  async (order) => {
    const [operatorId, key] = order.startsWith('before') ? ['prune', 'passport'] : ['prisca', 'permit_ten_years']
    await startMorning(operatorId, [key])
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
    networkIs('away')
    if (!order.startsWith('before')) await tablet.ask('appointment.settle', absent)
    await walkToDecision(tablet, key)
    const { packetId } = await decide(tablet, 'approved')
    expect((await tablet.ask('appointment.list', {}))[0]?.outcome).toBe('done')
    expect(await codeOf(tablet.ask('appointment.settle', absent))).toBe('visit_held')
    networkIs('there')
    await tablet.ask('queue.retry', { packetId: null })
    await soon(async () => expect((await tablet.ask('status.get', {})).queue.waiting).toBe(0))
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
  await startMorning('pierre', ['first_passport'])
  networkIs('away')
  await tablet.ask('operator.login', { operatorId: 'pierre-colleague', pin })
  expect(await tablet.ask('appointment.list', {})).toEqual([])
  await tablet.ask('session.open', { reference: specimenReference(specimenOf('first_passport')) })
  const session = await tablet.until(({ busy }) => !busy)
  expect(session).toMatchObject({ application: null, failure: { code: expect.any(String) } })
})

test('without contact a tablet locks after the policy’s days, a clock set back does not open it, central does', async () => {
  const reference = specimenReference(specimenOf('passport'))
  const open = () => codeOf(tablet.ask('session.open', { reference }))
  await startMorning('pauline', ['first_passport'])
  networkIs('away')
  await restart({ time: clockAhead(6 * dayMs) }, 'pauline')
  expect(await open()).toBe(null)
  await restart({ time: clockAhead(8 * dayMs) }, 'pauline')
  expect(await open()).toBe('station_locked_no_contact')
  await restart({}, 'pauline')
  expect(await open()).toBe('station_locked_no_contact')
  networkIs('there')
  await soon(async () => expect(await open()).toBe(null))
})

test('a lost tablet delivers what it had sealed, wipes itself at the next contact and destroys its key', async () => {
  let destroyed = false
  await startMorning('perdita', ['first_passport'], { onDestroyed: () => (destroyed = true) })
  networkIs('away')
  const { packetId } = await sealCancelled(tablet, specimenReference(specimenOf('first_passport')))
  const { stationId } = await tablet.ask('status.get', {})
  await central.revokeStation(stationId!, new Date(Date.now() - dayMs))
  networkIs('there')
  await tablet.ask('queue.retry', { packetId: null })
  await soon(() => expect(destroyed).toBe(true))
  expect(existsSync(tablet.folder)).toBe(true)
  expect(readdirSync(tablet.folder).filter((name) => name !== 'lost+found')).toEqual([])
  expect(existsSync(join(tablet.folder, 'guichet.key'))).toBe(false)
  await central.settled()
  const packet = await central.db
    .selectFrom('packet')
    .select(['state', 'reasons'])
    .where('packet_id', '=', packetId)
    .executeTakeFirstOrThrow()
  expect(packet).toMatchObject({ state: 'QUARANTINED', reasons: ['station_compromised'] })
})
