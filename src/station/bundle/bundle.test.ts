import { randomBytes, randomUUID } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256Hex } from '../../jose/digest.ts'
import { canonicalJson } from '../../jose/canonical-json.ts'
import { approvedFacts, prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'

const opened: { station: TestStation; remove: () => void }[] = []
async function open(): Promise<TestStation> {
  const place = makeFolder()
  const station = openTestStation({ folder: place.folder })
  await prepareStation(station)
  opened.push({ station, remove: place.remove })
  return station
}
let home: TestStation
let helper: TestStation
beforeEach(async () => {
  home = await open()
  helper = await open()
})
afterEach(() => {
  for (const { station, remove } of opened.splice(0)) {
    station.store.close()
    remove()
  }
})

async function sealAtHome(count: number): Promise<string[]> {
  const session = await home.operators.confirm('claire', testPin)
  return Array.from({ length: count }, () => home.sealing.seal(approvedFacts(), session).packetId)
}
const take = (station: TestStation) => station.queue.exportBundle('chef')
const bring = (bytes: Uint8Array, station = helper) => station.queue.importBundle(bytes, 'chef')
const idsAt = ({ store }: TestStation) =>
  (store.db.prepare('SELECT packet_id AS id FROM outbox ORDER BY 1').all() as { id: string }[]).map(({ id }) => id)
const countOf = ({ store }: TestStation, table: string) =>
  (store.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n

type Packet = { packet_id: string; sha256: string; jwe: string }
/** A bundle with changed content and a fresh signature: that signature guards against damage, not against people. */
function forge(bytes: Uint8Array, change: (packets: Packet[]) => Packet[]): Uint8Array {
  const content = JSON.parse(gunzipSync(bytes).toString()) as Record<string, never> & { packets: Packet[] }
  const signer = home.keys.signer()
  const forged = { ...content, signature: undefined, packets: change(content.packets) }
  const signed = Buffer.from(signer.sign(Buffer.from(canonicalJson(forged)))).toString('base64url')
  return gzipSync(JSON.stringify({ ...forged, signature: signed }))
}

test('a stick pulled out while it is written leaves a file that is refused, wherever it breaks off', async () => {
  await sealAtHome(2)
  const { bytes } = take(home)
  for (let length = 0; length < bytes.length; length += 97)
    expect(() => bring(bytes.subarray(0, length)), String(length)).toThrow('bundle_invalid')
  expect(idsAt(helper)).toEqual([])
  expect(bring(bytes)).toEqual({ imported: 2, already: 0 })
})

test('no changed byte changes what is brought in', async () => {
  const packetIds = await sealAtHome(1)
  const { bytes } = take(home)
  const sealed = gunzipSync(bytes)
  for (let at = 0; at < sealed.length; at += 13) {
    const changed = Buffer.from(sealed)
    changed[at]! ^= 1 << (at % 7)
    expect(() => bring(gzipSync(changed)), String(at)).toThrow('bundle_invalid')
  }
  for (let at = 0; at < bytes.length; at += 13) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1 << (at % 8)
    // A byte of the wrapping that means nothing (its time) may differ.
    try {
      bring(changed)
    } catch (error) {
      expect((error as Error).message).toContain('bundle_invalid')
    }
  }
  bring(bytes)
  expect(idsAt(helper)).toEqual(packetIds)
  const at = (station: TestStation) => station.store.db.prepare('SELECT jwe FROM sealed_packets').all()
  expect(at(helper)).toEqual(at(home))
})

test('a file that holds something else under a number that is here is refused whole, not taken for known', async () => {
  const packetIds = await sealAtHome(2)
  const { bytes } = take(home)
  const jwe = randomBytes(900).toString('base64url')
  const other = { jwe, sha256: sha256Hex(Buffer.from(jwe)) }
  const forgeries = [
    forge(bytes, (packets) => packets.map((packet, i) => (i === 1 ? { ...packet, ...other } : packet))),
    forge(bytes, (packets) =>
      packets.map((packet, i) => (i === 1 ? { ...packet, ...other, packet_id: randomUUID() } : packet)),
    ),
  ]
  bring(bytes)
  for (const forged of forgeries) expect(() => bring(forged)).toThrow('bundle_conflict')
  expect(idsAt(helper)).toEqual(packetIds.sort())
  // The other way round: rows that were there first cannot make the real packets pass for "there already".
  for (const forged of forgeries) {
    const deceived = await open()
    bring(forged, deceived)
    expect(() => bring(bytes, deceived)).toThrow('bundle_conflict')
    expect(countOf(deceived, 'outbox')).toBe(2)
  }
})

test.each([
  ['unregistered', 'station_not_registered'],
  ['revoked', 'station_revoked'],
  ['wiped', 'station_revoked'],
] as const)('a station that is %s takes nothing in: it could not deliver it', async (state, code) => {
  await sealAtHome(1)
  const { bytes } = take(home)
  helper.central.set({ state })
  expect(() => bring(bytes)).toThrow(code)
  expect(idsAt(helper)).toEqual([])
  helper.central.set({ state: 'active' })
  expect(bring(bytes)).toEqual({ imported: 1, already: 0 })
})

test('a station that central has revoked still hands over what it sealed', async () => {
  const packetIds = await sealAtHome(1)
  home.central.set({ state: 'revoked' })
  bring(take(home).bytes)
  expect(idsAt(helper)).toEqual(packetIds)
})

test('a disk that is full in the middle: nothing is half taken in, and what is handed over counts as waiting', async () => {
  await sealAtHome(40)
  const limit = ({ store }: TestStation, morePages: number | null) => {
    const pages = store.db.pragma('page_count', { simple: true }) as number
    store.db.pragma(`max_page_count=${morePages === null ? 4_294_967_294 : pages + morePages}`)
  }
  // Every page in use: the next one would have to be a new one.
  home.store.db.exec('VACUUM')
  helper.store.db.exec('VACUUM')
  const { bytes } = take(home)
  for (const pages of [0, 1, 7, 30]) {
    limit(helper, pages)
    expect(() => bring(bytes), String(pages)).toThrow('store_disk_full')
    limit(helper, null)
    expect([countOf(helper, 'outbox'), countOf(helper, 'sealed_packets')]).toEqual([0, 0])
  }
  expect(helper.audit.verify().ok).toBe(true)
  expect(bring(bytes)).toEqual({ imported: 40, already: 0 })
  const marks = () => countOf(home, 'outbox WHERE exported_at IS NOT NULL')
  home.store.db.exec('UPDATE outbox SET exported_at = NULL')
  home.store.db.exec('VACUUM')
  // Records of others fill the last page of the log first.
  limit(home, 0)
  expect(() => {
    for (let n = 0; n < 20; n += 1) home.audit.append({ action: 'a.b', actor: 'x', subject: null, facts: {} })
  }).toThrow('store_disk_full')
  // What must leave a full disk leaves it, without a mark: the next file holds it again.
  expect(take(home).packets).toBe(40)
  expect(marks()).toBe(0)
  limit(home, null)
  expect(take(home).packets).toBe(40)
  expect(marks()).toBe(40)
})

test('5,000 packets take several files; each says what is left, and in any order, twice, they are all there once', () => {
  const insert = home.store.db.prepare(
    `INSERT INTO outbox (packet_id, application_id, station_id, seq, sha256, sealed_at, imported)
     VALUES (?, ?, 'broken', ?, ?, '2026-03-01T08:00:00.000Z', 1)`,
  )
  const packet = home.store.db.prepare('INSERT INTO sealed_packets VALUES (?, ?)')
  home.store.transaction(() => {
    for (let seq = 1; seq <= 5_000; seq += 1) {
      const jwe = Buffer.from(randomBytes(4_000).toString('base64url'))
      packet.run(insert.run(randomUUID(), randomUUID(), seq, sha256Hex(jwe)).lastInsertRowid, jwe)
    }
  })
  const files: { bytes: Uint8Array; packets: number; fileName: string }[] = []
  for (let left = 5_000; left > 0; left -= files.at(-1)!.packets) files.push(take(home))
  const lefts = files.map(({ fileName }) => Number(/-(\d+)-left\.bundle$/.exec(fileName)?.[1] ?? 0))
  let left = 5_000
  expect(lefts).toEqual(files.map(({ packets }) => (left -= packets)))
  expect(lefts.at(-1)).toBe(0)
  // What the dispatch lets through (contract/requests.ts).
  for (const { bytes } of files) expect(Buffer.from(bytes).toString('base64').length).toBeLessThan(10_000_000)
  for (const { bytes, packets } of files.toReversed()) {
    expect(bring(bytes)).toEqual({ imported: packets, already: 0 })
    expect(bring(bytes)).toEqual({ imported: 0, already: packets })
  }
  expect(idsAt(helper)).toEqual(idsAt(home))
  // The first file was lost: after all have been copied once, the oldest copy comes first again.
  expect(bring(take(home).bytes)).toEqual({ imported: 0, already: files[0]!.packets })
})

test('what was brought in can be carried on, when the helper breaks down too', async () => {
  const packetIds = await sealAtHome(3)
  bring(take(home).bytes)
  const third = await open()
  expect(bring(take(helper).bytes, third)).toEqual({ imported: 3, already: 0 })
  expect(idsAt(third)).toEqual(packetIds.sort())
  // And home again, where they were sealed.
  expect(bring(take(third).bytes, home)).toEqual({ imported: 0, already: 3 })
})
