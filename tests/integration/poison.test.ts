import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { placesOf, withValue } from '../fixtures/leaves.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { makePacket, putPacket, seal, type Packet } from '../simulate/virtual-packet.ts'
import { sha256Hex } from '../../src/jose/digest.ts'
import type { VirtualStation } from '../simulate/virtual-station.ts'

let running: CentralOn
let station: VirtualStation
beforeAll(async () => {
  running = await startCentralOn('PGlite', { limits: { requestsPerSecond: 10_000, requestsBurst: 100_000 } })
  station = await activeStation(running.central)
  flawless = makePacket(station, application)
})
afterAll(() => running?.stop())

const deep = (depth: number): unknown => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 1)

/** What no honest station writes, and JSON can say. */
const odd: readonly unknown[] = [
  'a\u0000b',
  '\ud800',
  '\u202e\u2066x',
  'x'.repeat(40_000),
  -1,
  0,
  1e308,
  9_007_199_254_740_993,
  2_147_483_648,
  1.5,
  '',
  ' ',
  null,
  true,
  [],
  {},
  deep(60),
  { __proto__: null, constructor: 1, toString: 'x' },
  '9999-12-31T23:59:59.999Z',
  '0000-00-00',
  '275760-09-13',
  "'; DROP TABLE packet; --",
  'İı',
  ['x', 'x'],
]
const perPlace = 2

const application = testApplication()
let flawless: Packet

async function deliver(change: (packet: Packet) => Packet): Promise<number> {
  const { payload, evidence } = flawless
  const next = { ...payload, packet_id: randomUUID(), seq: station.seq + 1, prev_hash: station.lastHash }
  const whole = change({ payload: next, evidence })
  const sealed = await seal(station, whole)
  const { status } = await putPacket(station, sealed)
  if (status === 202 && sealed.payload.seq === station.seq + 1) {
    station.seq = sealed.payload.seq
    station.lastHash = sealed.sha256
  }
  return status
}

const undecided = async (): Promise<number> =>
  (
    await running.central.db
      .selectFrom('packet')
      .select('packet_id')
      .where('state', 'in', ['RECEIVED', 'VERIFYING'])
      .execute()
  ).length

/** Answers of a protocol that knows what it refuses; a station tries none of them again but 202. */
const known = [200, 202, 400, 409, 413, 422]

test('a rightly signed packet with odd values is decided, parked with its reason, or refused before the receipt', async () => {
  await running.central.addApplication(application)
  const places = placesOf(flawless.payload)
  expect(places.length).toBeGreaterThan(100)
  const unknown: string[] = []
  for (const [i, place] of places.entries())
    for (let k = 0; k < perPlace; k++) {
      const value = odd[(i * 7 + k * 5) % odd.length]
      const status = await deliver(({ payload, evidence }) => ({ payload: withValue(payload, place, value), evidence }))
      if (!known.includes(status)) unknown.push(`${place.join('.')} ${i * 7 + k * 5}: ${status}`)
    }
  expect(unknown).toEqual([])
  // Some places hold what they are given: those were decided.
  expect(station.seq).toBeGreaterThan(5)
  await running.central.settled()
  expect(await undecided()).toBe(0)
})

test('evidence with odd values, or none at all, is decided', async () => {
  const bytes: (Uint8Array | null)[] = [
    null,
    new Uint8Array(0),
    Buffer.from('null'),
    Buffer.from('[]'),
    Buffer.from('{"version":1'),
    Buffer.from('\u0000'),
    Buffer.from('"\\ud800"'),
    Buffer.from('['.repeat(5_000) + ']'.repeat(5_000)),
    Buffer.from(`{"version":1e999}`),
    Buffer.alloc(60_000, 0x20),
  ]
  const part = JSON.parse(Buffer.from(flawless.evidence!).toString()) as object
  const changed = placesOf(part).map((place, i) =>
    Buffer.from(JSON.stringify(withValue(part, place, odd[(i * 7) % odd.length]))),
  )
  const statuses = new Set<number>()
  for (const one of [...bytes, ...changed])
    statuses.add(await deliver(({ payload }) => ({ payload: signing(payload, one), evidence: one })))
  expect([...statuses].filter((status) => !known.includes(status))).toEqual([])
  await running.central.settled()
  expect(await undecided()).toBe(0)
})

/** The digest that both sign is that of what is sent. */
function signing(payload: Packet['payload'], evidence: Uint8Array | null): Packet['payload'] {
  return evidence === null ? payload : { ...payload, evidence_sha256: sha256Hex(evidence) }
}
