import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { specimenApplications, specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import type { StationOptions } from '../../src/station/port.ts'
import { decidedAs } from '../fixtures/decided-as.ts'
import { codeOf, decide, pin, specimenOf, walkToDecision, untilSent } from '../fixtures/journey.ts'
import { startCounter } from '../fixtures/counter.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

// One wrong clock, on the real tablet: what it shows, what it deletes, and how it is put right.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })
const dayMs = 86_400_000
const clockAhead = (ms: number) => ({ wallMs: () => Date.now() + ms, monotonicMs: () => performance.now() })
let central: RunningCentral
let tablet: TestStation

beforeAll(async () => {
  ;({ central, kiosk: tablet } = await startCounter({ paul: 'postman' }, { kind: 'tablet' }))
  const at = (ms: number) => new Date(Date.now() + ms).toISOString()
  for (const wanted of ['passport', 'expired_passport']) {
    const { applicationId } = specimenApplications().find(({ key }) => key === wanted)!
    const visit = { startsAt: at(3_600_000), endsAt: at(5_400_000), note: null }
    await central.addAppointment({ applicationId, operatorId: 'paul', ...visit })
  }
  await tablet.ask('operator.login', { operatorId: 'paul', pin })
  expect(await tablet.ask('appointment.refresh', {})).toEqual({ count: 2 })
})
afterAll(async () => {
  await tablet.stop()
  await central.stop()
})

/** Switched off and on, without network unless told where central is. */
async function restart(options: Partial<StationOptions>, operatorId = 'paul'): Promise<void> {
  await tablet.stop({ keepData: true })
  tablet = await startTestStation({ kind: 'tablet', dataFolder: tablet.folder, ...options })
  await tablet.ask('operator.login', { operatorId, pin })
}
const records = async () => {
  await tablet.ask('operator.login', { operatorId: 'marie', pin })
  const { ok, records: count } = await tablet.ask('audit.verify', {})
  expect(ok).toBe(true)
  await tablet.ask('operator.login', { operatorId: 'paul', pin })
  return count
}
const open = () => codeOf(tablet.ask('session.open', { reference: specimenReference(specimenOf('passport')) }))

test('three months ahead at a start without network: nothing is erased, the visits are shut away, nobody is seen', async () => {
  const before = await records()
  await restart({ time: clockAhead(95 * dayMs) })
  expect((await tablet.ask('status.get', {})).clock).toMatchObject({ proof: 'unconfirmed', locked: true })
  expect(await records()).toBeGreaterThan(before)
  expect(await codeOf(tablet.ask('appointment.list', {}))).toBe('station_locked_no_contact')
  expect(await open()).toBe('station_locked_no_contact')
})

test('put right without network, it is no brick: a manager settles the time, the visit is there, its approval is reviewed', async () => {
  await restart({ time: clockAhead(0) })
  expect((await tablet.ask('status.get', {})).clock.locked).toBe(true)
  expect(await open()).toBe('station_locked_no_contact')
  expect(await codeOf(tablet.ask('clock.settle', {}))).toBe('operator_role_insufficient')
  await tablet.ask('operator.login', { operatorId: 'marie', pin })
  await tablet.ask('clock.settle', {})
  await tablet.ask('operator.login', { operatorId: 'paul', pin })
  expect(await tablet.ask('appointment.list', {})).toMatchObject([{ outcome: null }, { outcome: null }])
  const { decision } = await walkToDecision(tablet, 'passport')
  expect(decision.allowed).toContain('approved')
  const { packetId } = await decide(tablet, 'approved')

  // A restart forgets nothing of it.
  await restart({ time: clockAhead(60_000) })
  expect((await tablet.ask('status.get', {})).clock).toMatchObject({ proof: 'unconfirmed', locked: false })

  await restart({ centralUrl: central.url })
  await untilSent(tablet)
  const packet = await decidedAs(central, packetId)
  expect(packet.state).toBe('MANUAL_REVIEW')
  expect(packet.reasons).toContain('time_unconfirmed')
  expect((await tablet.ask('status.get', {})).clock).toMatchObject({ proof: 'central', locked: false })
})

test('set back a year without network, time counts from what central confirmed: nothing that expired since is valid again', async () => {
  const today = (await tablet.ask('status.get', {})).today
  await restart({ time: clockAhead(-365 * dayMs) })
  const status = await tablet.ask('status.get', {})
  expect(status.today).toBe(today)
  expect(status.clock).toMatchObject({ proof: 'unconfirmed', locked: false, skewed: true })
  const { decision } = await walkToDecision(tablet, 'expired_passport')
  expect(decision.blockers).toContain('document_expired')
  expect(await codeOf(tablet.ask('session.decide', { outcome: 'approved', reasons: [], pin }))).toBe('document_expired')
})
