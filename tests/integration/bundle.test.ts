import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { findAny } from '../fixtures/disk-bytes.ts'
import {
  codeOf,
  addOperator,
  beginAsManager,
  beginInProduction,
  decide,
  pin,
  sealCancelled,
  soon,
  specimenOf,
  untilReady,
  walkToDecision,
  untilSent,
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
  const other = await createCentral({ environment: 'production' })
  const real = await startTestStation({ environment: 'production', centralUrl: other.url })
  try {
    await beginInProduction(real, other, 'Lyon Terreaux')
    expect(await codeOf(importAt(real, bundle))).toBe('training_forbidden')
  } finally {
    await real.stop()
    await other.stop()
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
  await untilSent(helper)
  await central.settled()
  const delivered = await atCentral()
  expect(delivered).toHaveLength(2)
  const [ownId, helperId] = await Promise.all(
    [broken, helper].map(async ({ ask }) => (await ask('status.get', {})).stationId),
  )
  for (const packet of delivered) expect(packet).toMatchObject({ station_id: ownId, delivered_by: helperId })
  expect(delivered.map(({ state }) => state).sort()).toEqual(['APPROVED', 'NOT_VERIFIED'])

  expect((await broken.ask('status.get', {})).queue.waiting).toBe(2)
  await broken.stop({ keepData: true })
  gate.holdPackets = false
  broken = await startTestStation({ centralUrl: gate.url, dataFolder: broken.folder })
  await broken.ask('operator.login', { operatorId: 'marie', pin })
  await untilSent(broken)
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

/** A fresh kiosk whose packets do not get through, with `count` of them waiting, and the bundle of them. */
async function startHeld(count: number) {
  gate.holdPackets = true
  const kiosk = await startTestStation({ centralUrl: gate.url })
  await beginAsManager(kiosk)
  await untilReady(kiosk)
  const ids: string[] = []
  for (let n = 0; n < count; n += 1)
    ids.push((await sealCancelled(kiosk, specimenReference(specimenOf('long_names')))).packetId)
  const { downloadUrl } = await kiosk.ask('queue.exportBundle', {})
  return { kiosk, ids, bytes: kiosk.station.downloads.take(downloadUrl)!.content as Uint8Array }
}
const waitingAt = async ({ ask }: TestStation) => (await ask('status.get', {})).queue.waiting

test('brought in at two stations while the home station sends in the same moment: each once, every queue empties', async () => {
  const { kiosk, ids, bytes } = await startHeld(8)
  const second = await startTestStation({ centralUrl: central.url })
  try {
    await beginAsManager(second)
    await untilReady(second)
    gate.holdPackets = false
    const [first, other] = await Promise.all([
      importAt(helper, bytes),
      importAt(second, bytes),
      kiosk.ask('queue.retry', { packetId: null }),
    ])
    expect([first, other]).toEqual(Array(2).fill({ imported: 8, already: 0 }))
    for (const station of [kiosk, helper, second]) await soon(async () => expect(await waitingAt(station)).toBe(0))
    await central.settled()
    packetIds = ids
    const delivered = await atCentral()
    expect(delivered.map(({ packet_id }) => packet_id).sort()).toEqual(ids.sort())
    expect(delivered.every(({ state }) => state === 'NOT_VERIFIED' || state === 'APPROVED')).toBe(true)
    for (const { ask } of [kiosk, helper, second]) {
      expect((await ask('status.get', {})).queue.parked).toBe(0)
      expect((await ask('audit.verify', {})).ok).toBe(true)
    }
  } finally {
    await kiosk.stop()
    await second.stop()
  }
})

test('of a station that was stolen: its packets arrive by another one, and are quarantined', async () => {
  const { kiosk, ids, bytes } = await startHeld(2)
  const { stationId } = await kiosk.ask('status.get', {})
  await kiosk.stop()
  await central.revokeStation(stationId!, new Date(Date.now() - 3_600_000))
  expect(await importAt(helper, bytes)).toEqual({ imported: 2, already: 0 })
  await soon(async () => expect(await waitingAt(helper)).toBe(0))
  await central.settled()
  packetIds = ids
  expect((await atCentral()).map(({ state }) => state)).toEqual(['QUARANTINED', 'QUARANTINED'])
})

test('a station that is itself out of service does not take packets of others with it', async () => {
  const { kiosk, bytes, ids } = await startHeld(1)
  const lone = await startTestStation({ centralUrl: 'http://127.0.0.1:9' })
  try {
    await beginAsManager(lone)
    expect(await codeOf(importAt(lone, bytes))).toBe('station_not_registered')
    expect(await waitingAt(lone)).toBe(0)
    expect(await waitingAt(kiosk)).toBe(ids.length)
  } finally {
    await lone.stop()
    await kiosk.stop()
  }
})
