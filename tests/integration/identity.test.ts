import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import type { StationOptions } from '../../src/station/port.ts'
import { defaultPolicy } from '../../src/contract/policy.ts'
import {
  codeOf,
  beginAsManager,
  beginInProduction,
  openApplication,
  pin,
  sealCancelled,
  soon,
} from '../fixtures/journey.ts'
import { startPacketGate, type PacketGate } from '../fixtures/packet-gate.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

// Who a station is to central, on whole stations in the production environment.
const hourMs = 3_600_000
// Several machines' clocks, keys and loops in each test; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 90_000 })
let central: RunningCentral
let gate: PacketGate
const kiosks: TestStation[] = []

beforeAll(async () => {
  central = await createCentral({ environment: 'production' })
  gate = await startPacketGate(central.url)
})
beforeEach(() => void (gate.holdPackets = false))
afterEach(async () => {
  for (const kiosk of kiosks.splice(0)) await kiosk.stop()
})
afterAll(async () => {
  await gate.close()
  await central.stop()
})

async function start(options: Partial<StationOptions> = {}): Promise<TestStation> {
  const kiosk = await startTestStation({ environment: 'production', centralUrl: gate.url, ...options })
  kiosks.push(kiosk)
  if (options.environment === 'training') await beginAsManager(kiosk)
  return kiosk
}
async function activate(kiosk: TestStation): Promise<string> {
  const stationId = await beginInProduction(kiosk, central, 'Lyon Terreaux')
  await retry(kiosk)
  await soon(async () => expect(await mayOpen(kiosk)).toBe(true))
  return stationId
}
/** What the clerk's button "Send again" does: all loops look again at once. */
const retry = ({ ask }: TestStation) => ask('queue.retry', { packetId: null })
const file = async () => {
  const application = testApplication()
  await central.addApplication(application)
  return application.reference
}
async function mayOpen(kiosk: TestStation): Promise<boolean> {
  const closed = await codeOf(kiosk.ask('session.open', { reference: testApplication().reference }))
  if (closed === null) await kiosk.ask('session.leave', { keepDraft: false })
  return closed === null
}
const stateHere = async ({ ask }: TestStation, packetId: string) =>
  (await ask('queue.list', {})).find((one) => one.packetId === packetId)!.state
async function decisionOn(packetId: string) {
  await central.settled()
  const columns = ['state', 'reasons', 'notes', 'captured_at'] as const
  return central.db.selectFrom('packet').select(columns).where('packet_id', '=', packetId).executeTakeFirstOrThrow()
}
async function untilDelivered(kiosk: TestStation, packetId: string): Promise<void> {
  await soon(async () => {
    await retry(kiosk)
    expect(['received', 'decided']).toContain(await stateHere(kiosk, packetId))
  })
}

test('a station registers with a one-time code and works once its thumbprint was compared', async () => {
  const kiosk = await start()
  const { ask } = kiosk
  expect((await ask('status.get', {})).setup).toBe('registration_needed')
  expect(await codeOf(ask('station.register', { code: 'AAAA-BBBB-CCCC' }))).toBe('station_code_invalid')
  await central.addPerson({ personId: 'odile', displayName: 'Odile', role: 'manager', trainedUntil: '2036-01-01' })
  const code = await central.issueStationCode('Lyon Terreaux', 'odile')
  const spent = `AAAA-BBBB-CCCC${code.slice(14)}`
  expect(await codeOf(ask('station.register', { code: spent }))).toBe('station_code_invalid')
  const { stationId, thumbprint, state } = await ask('station.register', { code })
  expect(state).toBe('pending')
  const enrol = async () =>
    ask('operator.enrol', { operatorId: 'odile', code: await central.issuePersonCode('odile'), pin, language: 'fr' })
  expect(await codeOf(enrol())).toBe('station_pending')
  await expect(central.activateStation(stationId, `${thumbprint.slice(0, -1)}_`)).rejects.toThrow('forbidden')
  await central.activateStation(stationId, thumbprint)
  await enrol()
  await retry(kiosk)
  await soon(async () => expect(await mayOpen(kiosk)).toBe(true))
  expect((await ask('status.get', {})).branchName).toBe('Lyon Terreaux')
  const { packetId } = await sealCancelled(kiosk, await file())
  await untilDelivered(kiosk, packetId)

  const second = await start()
  expect(await codeOf(second.ask('station.register', { code })), 'a code counts once').toBe('station_code_invalid')
})

test('a key rotates while packets sealed before it and after it are on their way', async () => {
  const kiosk = await start()
  await activate(kiosk)
  gate.holdPackets = true
  const before = await sealCancelled(kiosk, await file())
  const old = await central.db.selectFrom('station').select('thumbprint').execute()
  const { thumbprint } = await kiosk.ask('station.rotateKey', { pin })
  expect(old.map((station) => station.thumbprint)).not.toContain(thumbprint)
  const after = await sealCancelled(kiosk, await file())
  expect(await stateHere(kiosk, before.packetId)).not.toBe('received')
  gate.holdPackets = false
  for (const { packetId } of [before, after]) {
    await untilDelivered(kiosk, packetId)
    // Both leave at once: where the later one arrives first, central notes a gap that the other then fills.
    expect(await decisionOn(packetId)).toMatchObject({ state: 'NOT_VERIFIED', reasons: ['citizen_left'] })
  }
  expect((await kiosk.ask('audit.verify', {})).ok).toBe(true)
})

test('what a revoked station captured since it was compromised is quarantined; what it captured before counts', async () => {
  let destroyed = false
  const kiosk = await start({ onDestroyed: () => (destroyed = true) })
  const stationId = await activate(kiosk)
  gate.holdPackets = true
  const early = await sealCancelled(kiosk, await file())
  const compromisedSince = new Date(Date.parse(early.sealedAt) + 1)
  const late = await sealCancelled(kiosk, await file())
  expect(Date.parse(late.sealedAt)).toBeGreaterThanOrEqual(compromisedSince.getTime())
  await central.revokeStation(stationId, compromisedSince)
  gate.holdPackets = false
  await soon(() => expect(destroyed, 'both delivered, then destroyed').toBe(true))
  expect(await decisionOn(early.packetId)).toMatchObject({ state: 'NOT_VERIFIED', reasons: ['citizen_left'] })
  expect(await decisionOn(late.packetId)).toMatchObject({ state: 'QUARANTINED', reasons: ['station_compromised'] })
  kiosks.pop()
})

test.each([
  ['ahead', 3 * hourMs],
  ['behind', -3 * hourMs],
])('a station whose clock is 3 hours %s says so, works, and seals at the true time', async (_which, offMs) => {
  const time = { wallMs: () => Date.now() + offMs, monotonicMs: () => performance.now() }
  const kiosk = await start({ time })
  await activate(kiosk)
  const { clock } = await kiosk.ask('status.get', {})
  expect(clock.skewed).toBe(true)
  expect(Math.abs(clock.skewSeconds - offMs / 1000)).toBeLessThan(60)
  const { packetId } = await sealCancelled(kiosk, await file())
  await untilDelivered(kiosk, packetId)
  const { captured_at } = await decisionOn(packetId)
  expect(Math.abs(captured_at.getTime() - Date.now())).toBeLessThan(5 * 60_000)
})

test('a clock that jumps while the station runs, or stands wrong at a start without network, changes no time that is recorded', async () => {
  let offMs = 0
  const time = { wallMs: () => Date.now() + offMs, monotonicMs: () => performance.now() }
  const kiosk = await start({ time })
  await activate(kiosk)
  offMs = 3 * hourMs
  const jumped = await sealCancelled(kiosk, await file())
  expect((await kiosk.ask('status.get', {})).clock.skewed).toBe(true)
  expect(Math.abs(Date.parse(jumped.sealedAt) - Date.now())).toBeLessThan(5 * 60_000)
  await untilDelivered(kiosk, jumped.packetId)

  await kiosk.stop({ keepData: true })
  kiosks.pop()
  const again = await startTestStation({ environment: 'production', dataFolder: kiosk.folder, time })
  kiosks.push(again)
  await again.ask('operator.login', { operatorId: 'marie', pin })
  const { content } = again.station.downloads.take((await again.ask('audit.export', {})).downloadUrl)!
  const [first] = readFileSync((content as { path: string }).path, 'utf8').split('\n')
  const { header } = JSON.parse(first!) as { header: { exported_at: string } }
  expect(Math.abs(Date.parse(header.exported_at) - Date.now())).toBeLessThan(5 * 60_000)
  expect((await again.ask('status.get', {})).clock.skewed).toBe(true)
})

test('past the roster’s age an approval is provisional, until central’s word is new again', async () => {
  let passedMs = 0
  const time = { wallMs: () => Date.now() + passedMs, monotonicMs: () => performance.now() + passedMs }
  const slow = await createCentral({ environment: 'production', now: () => new Date(time.wallMs()) })
  try {
    const kiosk = await start({ centralUrl: slow.url, time })
    await beginInProduction(kiosk, slow, 'Vannes')
    await soon(async () => expect(await mayOpen(kiosk)).toBe(true))
    const open = async () => {
      const application = testApplication()
      await slow.addApplication(application)
      const session = await openApplication(kiosk, application.reference)
      expect(session.application?.reference).toBe(application.reference)
      await kiosk.ask('session.leave', { keepDraft: false })
      return [session.provisional, session.deferred.includes('operator_state')]
    }
    const { rosterHours } = defaultPolicy
    passedMs = (rosterHours - 0.1) * hourMs
    await kiosk.ask('operator.login', { operatorId: 'marie', pin }).catch(() => undefined)
    expect(await open()).toEqual([false, false])
    passedMs = (rosterHours + 0.1) * hourMs
    await kiosk.ask('operator.login', { operatorId: 'marie', pin }).catch(() => undefined)
    expect(await open()).toEqual([true, true])
    await retry(kiosk)
    await soon(async () => expect(await open()).toEqual([false, false]))
  } finally {
    await kiosks.pop()!.stop()
    await slow.stop()
  }
})

test('training and production never meet, in either direction', async () => {
  const trainee = await start({ environment: 'training' })
  const network = async (kiosk: TestStation) => (await kiosk.ask('status.get', {})).network.code
  await soon(async () => expect(await network(trainee)).toBe('training_forbidden'))
  const code = await central.issueStationCode('Lyon Terreaux')
  expect(await codeOf(trainee.ask('station.register', { code }))).toBe('training_forbidden')
  const training = await createCentral({ environment: 'training', seed: 'training' })
  try {
    const real = await start({ centralUrl: training.url })
    await soon(async () => expect(await network(real)).toBe('training_forbidden'))
    expect(await codeOf(real.ask('station.register', { code }))).toBe('training_forbidden')
    // A code that names no key of central's is none here.
    expect(await codeOf(real.ask('station.register', { code: 'TRAINING-STATION' }))).toBe('station_code_invalid')
    expect(await training.db.selectFrom('station').select('station_id').execute()).toEqual([])
  } finally {
    await training.stop()
  }
  const stations = await central.db.selectFrom('station').select('thumbprint').execute()
  const own = await trainee.ask('status.get', {})
  expect(own.stationId).toBe(null)
  expect(stations.length).toBeGreaterThan(0)
})
