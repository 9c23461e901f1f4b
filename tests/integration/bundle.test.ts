import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { specimenReference } from '../../src/chip/simulator/specimen-applications.ts'
import { findAny } from '../fixtures/disk-bytes.ts'
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
import { startPacketGate, type PacketGate } from '../fixtures/packet-gate.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'

// A broken kiosk's queue, carried to another one by hand.
let central: RunningCentral
let gate: PacketGate
let broken: TestStation
let helper: TestStation
let bundle: Uint8Array
let packetIds: string[]

beforeAll(async () => {
  central = await createCentral({ environment: 'training', seed: 'training' })
  gate = await startPacketGate(central.url)
  broken = await startTestStation({ centralUrl: gate.url })
  helper = await startTestStation({ centralUrl: central.url })
  for (const kiosk of [broken, helper]) {
    await beginAsManager(kiosk)
    await untilReady(kiosk)
  }
})
afterAll(async () => {
  await broken.stop()
  await helper.stop()
  await gate.close()
  await central.stop()
})

const atCentral = () =>
  central.db
    .selectFrom('packet')
    .select(['packet_id', 'state', 'station_id', 'delivered_by'])
    .where('packet_id', 'in', packetIds)
    .execute()
const importAt = (kiosk: TestStation, bytes: Uint8Array) =>
  kiosk.ask('queue.importBundle', { base64: Buffer.from(bytes).toString('base64') })

test('a manager takes the packets off, sealed as they are; a clerk may not', async () => {
  const { ask } = broken
  gate.holdPackets = true
  await walkToDecision(broken, 'passport')
  const approved = await decide(broken, 'approved')
  const cancelled = await sealCancelled(broken, specimenReference(specimenOf('long_names')))
  packetIds = [approved.packetId, cancelled.packetId]
  const { downloadUrl, packets } = await ask('queue.exportBundle', {})
  expect(packets).toBe(2)
  const { content } = broken.station.downloads.take(downloadUrl)!
  bundle = content as Uint8Array
  const { surname, birthDate } = specimenOf('passport').holder
  expect(findAny(gunzipSync(bundle), [surname, surname.toUpperCase(), birthDate])).toEqual([])
  expect(findAny(gunzipSync(bundle), packetIds)).toEqual(packetIds)

  await addOperator(broken, 'claire', 'clerk')
  await ask('operator.login', { operatorId: 'claire', pin })
  expect(await codeOf(ask('queue.exportBundle', {}))).toBe('operator_role_insufficient')
  expect(await codeOf(importAt(broken, bundle))).toBe('operator_role_insufficient')
})

test('a bundle damaged or changed on its way, or from the other environment, is not taken', async () => {
  const text = gunzipSync(bundle).toString()
  const changed = [
    bundle.subarray(0, bundle.length - 20),
    gzipSync(text.replace('"exported_by":"marie"', '"exported_by":"maria"')),
    gzipSync(text.replace(packetIds[0]!, crypto.randomUUID())),
    gzipSync(text.replace(/"jwe":"ey/, '"jwe":"eY')),
    gzipSync(Buffer.alloc(60_000_000)),
    Buffer.from('no bundle'),
  ]
  for (const bytes of changed) expect(await codeOf(importAt(helper, bytes))).toBe('bundle_invalid')
  const real = await startTestStation({ environment: 'production', centralUrl: 'http://127.0.0.1:9' })
  try {
    await beginAsManager(real)
    expect(await codeOf(importAt(real, bundle))).toBe('training_forbidden')
  } finally {
    await real.stop()
  }
})

test('another station brings them in, then the repaired one delivers too: each is at central exactly once', async () => {
  expect(await importAt(helper, bundle)).toEqual({ imported: 2, already: 0 })
  // Listed at once, though this kiosk cannot read what they are about.
  const brought = (await helper.ask('queue.list', {})).filter(({ packetId }) => packetIds.includes(packetId))
  expect(brought.map(({ reference, outcome }) => [reference, outcome])).toEqual([
    [null, null],
    [null, null],
  ])
  expect(await importAt(helper, bundle)).toEqual({ imported: 0, already: 2 })
  await soon(async () => expect((await helper.ask('status.get', {})).queue.waiting).toBe(0))
  await central.settled()
  const delivered = await atCentral()
  expect(delivered).toHaveLength(2)
  const [ownId, helperId] = await Promise.all(
    [broken, helper].map(async ({ ask }) => (await ask('status.get', {})).stationId),
  )
  for (const packet of delivered) expect(packet).toMatchObject({ station_id: ownId, delivered_by: helperId })
  expect(delivered.map(({ state }) => state).sort()).toEqual(['APPROVED', 'REJECTED'])

  expect((await broken.ask('status.get', {})).queue.waiting).toBe(2)
  await broken.stop({ keepData: true })
  gate.holdPackets = false
  broken = await startTestStation({ centralUrl: gate.url, dataFolder: broken.folder })
  await broken.ask('operator.login', { operatorId: 'marie', pin })
  await soon(async () => expect((await broken.ask('status.get', {})).queue.waiting).toBe(0))
  const listed = await broken.ask('queue.list', {})
  expect(listed.filter(({ state }) => state === 'received' || state === 'decided')).toHaveLength(2)
  expect(await atCentral()).toEqual(delivered)
  for (const { ask } of [broken, helper]) {
    expect((await ask('audit.verify', {})).ok).toBe(true)
    expect((await ask('status.get', {})).queue.parked).toBe(0)
  }
})

test('sessions are counted where they were held, not where they were brought in', async () => {
  const { today } = await helper.ask('status.get', {})
  const range = { from: today, to: today, operatorId: null }
  expect((await helper.ask('dailyLog.totals', range)).total).toBe(0)
  expect((await broken.ask('dailyLog.totals', range)).total).toBe(2)
})
