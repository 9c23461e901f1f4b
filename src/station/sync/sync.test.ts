import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makePrivateKey, publicJwkOf } from '../../jose/private-key.ts'
import { signerOf } from '../../jose/signer.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import { approvedFacts, prepareStation } from '../testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { codeOf, Failure } from '../../contract/failure.ts'
import { createVisitors } from '../training/visitors.ts'
import { trainingHandlers } from '../training/training-handlers.ts'
import { longestBackoffMs, offerAgainMs } from '../queue/outbox-table.ts'
import { checkCentralUrl } from './http.ts'
import { wipePersonalData } from './wipe.ts'

type Answer = { status: number; body?: unknown; raw?: string; headers?: Record<string, string> }
type Route = (request: IncomingMessage, body: Buffer) => Answer

/** A central of our own making, to see what the station does with answers that the real one never gives. */
let server: Server
let routes: Record<string, Route>
let asked: string[]
let place: ReturnType<typeof makeFolder>
let station: TestStation
let keys: Awaited<ReturnType<typeof prepareStation>>

beforeEach(async () => {
  asked = []
  routes = {
    '/v1/time': () => ({ status: 200, body: { server_time: new Date().toISOString(), environment: 'training' } }),
    '/v1/token': () => ({ status: 200, body: { access_token: 't', token_type: 'DPoP', expires_in: 600 } }),
    '/v1/events': () => ({ status: 200, body: { events: [], next: '' } }),
    '/v1/config': () => ({ status: 304 }),
    '/v1/operators': () => ({ status: 204 }),
    '/v1/packets/status': () => ({ status: 200, body: { packets: [] } }),
  }
  server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  place = makeFolder()
  const centralUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  station = openTestStation({ folder: place.folder, centralUrl, random: () => 0.01 })
  keys = await prepareStation(station)
})
afterEach(async () => {
  await station.sync.stop()
  station.store.close()
  server.closeAllConnections()
  server.close()
  place.remove()
})

async function handle(request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const path = request.url!.split('?')[0]!
  asked.push(`${request.method} ${path}`)
  const name =
    Object.keys(routes).find((one) => path === one) ?? Object.keys(routes).find((one) => path.startsWith(`${one}/`))
  const { status, body, raw, headers } =
    name === undefined ? ({ status: 404 } as Answer) : routes[name]!(request, Buffer.concat(chunks))
  response.writeHead(status, headers)
  response.end(raw ?? (body === undefined ? undefined : JSON.stringify(body)))
}
const seal = async () =>
  station.sealing.seal(approvedFacts(), await station.operators.confirm('claire', testPin)).packetId
const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 20 })
const receiptFor = (packetId: string, change: object = {}, key = keys.signingKey) => {
  const row = station.store.db
    .prepare('SELECT station_id, sha256, seq FROM outbox WHERE packet_id = ?')
    .get(packetId) as object
  const payload = { packet_id: packetId, ...row, received_at: new Date().toISOString(), ...change }
  return { status: 202, body: { receipt: signCompactJws(signerOf(key), { typ: 'guichet-receipt+jwt' }, payload) } }
}
const itemOf = (packetId: string) => station.queue.list().find((one) => one.packetId === packetId)
const problem = (status: number, code: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: { code, detail: null, server_time: null },
})

test.each([
  ['of a stranger', (id: string) => receiptFor(id, {}, makePrivateKey())],
  ['for another packet', (id: string) => receiptFor(id, { packet_id: crypto.randomUUID() })],
  ['for other bytes', (id: string) => receiptFor(id, { sha256: '0'.repeat(64) })],
  ['for another number', (id: string) => receiptFor(id, { seq: 77 })],
  ['that is none', () => ({ status: 200, body: { receipt: 'a.b.c' } })],
])('a receipt %s purges nothing', async (_what, answer) => {
  const packetId = await seal()
  let isHonest = false
  routes['/v1/packets'] = () => (isHonest ? receiptFor(packetId) : answer(packetId))
  station.sync.start()
  await until(() => expect(itemOf(packetId)?.code).toBe('receipt_invalid'))
  expect(station.queue.counts()).toMatchObject({ waiting: 1, parked: 0 })
  isHonest = true
  station.queue.retry(null, 'chef')
  await until(() => expect(itemOf(packetId)?.state).toBe('received'))
})

type Loss = (response: ServerResponse) => void
test.each<[string, Loss]>([
  ['before it is answered', (response) => response.destroy()],
  ['with a reset', (response) => (response.socket as Socket).resetAndDestroy()],
  ['within the head of the answer', (response) => void response.socket!.end('HTTP/1.1 202 Acc')],
  [
    'within the receipt',
    (response) => response.writeHead(202, { 'content-length': 900 }).write('{"receipt":"ey', () => response.destroy()),
  ],
  ['without a body', (response) => void response.writeHead(202, { 'content-length': 0 }).end()],
])(
  'a packet whose connection is lost %s is kept, whatever central has of it, and offered again',
  async (_what, lose) => {
    const packetId = await seal()
    let offered = 0
    let isLost = true
    server.removeAllListeners('request')
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (!request.url!.startsWith('/v1/packets/0')) return void handle(request, response)
      offered += 1
      if (!isLost) return void handle(request, response)
      request.resume().on('end', () => lose(response))
    })
    routes['/v1/packets'] = () => receiptFor(packetId)
    station.sync.start()
    // Lost, and noted: more than the one retry of a dropped connection.
    await until(() => expect(offered).toBeGreaterThan(0))
    await until(() => expect(itemOf(packetId)?.state).toBe('queued'))
    const kept = station.store.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sealed_packets')
    const purges = station.store.db.prepare<[], { n: number }>(
      `SELECT count(*) AS n FROM audit WHERE body LIKE '%packet.purged%'`,
    )
    expect([kept.get()!.n, purges.get()!.n]).toEqual([1, 0])
    expect(station.queue.counts()).toMatchObject({ waiting: 1, parked: 0 })
    isLost = false
    station.queue.retry(null, 'chef')
    await until(() => expect(itemOf(packetId)?.state).toBe('received'))
    expect([kept.get()!.n, purges.get()!.n]).toEqual([0, 1])
  },
)

test('several batches, one behind the other: each packet once, an application’s own in their order', async () => {
  const session = await station.operators.confirm('claire', testPin)
  const applications = Array.from({ length: 70 }, () => crypto.randomUUID())
  const sealed = [...applications, ...applications, ...applications].map((application_id) => ({
    application_id,
    packetId: station.sealing.seal(approvedFacts({ application_id }), session).packetId,
  }))
  const arrived: string[] = []
  routes['/v1/packets'] = (request) => {
    const packetId = request.url!.split('/').at(-1)!
    arrived.push(packetId)
    return receiptFor(packetId)
  }
  station.sync.start()
  await until(() => expect(station.queue.counts()).toMatchObject({ waiting: 0, parked: 0 }))
  expect(arrived.toSorted()).toEqual(sealed.map(({ packetId }) => packetId).toSorted())
  for (const id of applications) {
    const inOrder = sealed.filter(({ application_id }) => application_id === id).map(({ packetId }) => packetId)
    expect(arrived.filter((packetId) => inOrder.includes(packetId))).toEqual(inOrder)
  }
  expect(station.audit.verify().ok).toBe(true)
})

test('what was not sent because central asked for patience counts as no attempt', async () => {
  const session = await station.operators.confirm('claire', testPin)
  for (let index = 0; index < 250; index += 1) station.sealing.seal(approvedFacts(), session)
  const tried = new Map<string, number>()
  let isPatient = false
  routes['/v1/packets'] = (request) => {
    const packetId = request.url!.split('/').at(-1)!
    tried.set(packetId, (tried.get(packetId) ?? 0) + 1)
    return isPatient || tried.size <= 100 ? receiptFor(packetId) : problem(503, 'unavailable', { 'retry-after': '2' })
  }
  station.sync.start()
  await until(() => expect(tried.size).toBeGreaterThan(100))
  await until(() => expect(station.queue.list().filter(({ state }) => state === 'sent')).toEqual([]))
  for (const { packetId, attempts } of station.queue.list()) expect(attempts).toBe(tried.get(packetId) ?? 0)
  isPatient = true
  await until(() => expect(station.queue.counts()).toMatchObject({ waiting: 0, parked: 0 }))
})

test('503 with Retry-After holds the upload back; nothing is parked and nothing is forgotten', async () => {
  const packetId = await seal()
  const attempts: { at: number; item: unknown }[] = []
  routes['/v1/packets'] = () => {
    attempts.push({ at: performance.now(), item: itemOf(packetId) })
    return attempts.length <= 2 ? problem(503, 'unavailable', { 'retry-after': '1' }) : receiptFor(packetId)
  }
  station.sync.start()
  await until(() => expect(itemOf(packetId)?.state).toBe('received'))
  expect(attempts.length).toBe(3)
  const code = [null, 'unavailable', 'unavailable']
  attempts.forEach(({ item }, nth) =>
    expect(item).toMatchObject({ state: expect.stringMatching('queued|sent'), code: code[nth] }),
  )
  expect(attempts[1]!.at - attempts[0]!.at).toBeGreaterThan(900)
})

test('whoever says "send now" does not wait for what central asked for, and is told why it had not left', async () => {
  const packetId = await seal()
  let asked = 0
  routes['/v1/packets'] = () => {
    asked += 1
    return asked === 1 ? problem(503, 'unavailable', { 'retry-after': '7200' }) : receiptFor(packetId)
  }
  station.sync.start()
  await until(() => expect(itemOf(packetId)).toMatchObject({ state: 'queued', code: 'unavailable' }))
  station.sync.wake()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(asked).toBe(1)
  station.queue.retry(null, 'chef')
  await until(() => expect(itemOf(packetId)?.state).toBe('received'))
})

test('however long central asks to be left alone, it is asked again after a quarter of an hour', async () => {
  const time = { wall: Date.now(), monotonic: 0 }
  station.store.close()
  const centralUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  station = openTestStation({ folder: place.folder, centralUrl, random: () => 0.01, time })
  const packetId = await seal()
  let asked = 0
  routes['/v1/packets'] = () => {
    asked += 1
    return asked === 1 ? problem(503, 'unavailable', { 'retry-after': '7200' }) : receiptFor(packetId)
  }
  station.sync.start()
  await until(() => expect(itemOf(packetId)?.code).toBe('unavailable'))
  time.wall += 901_000
  time.monotonic += 901_000
  station.sync.wake()
  await until(() => expect(itemOf(packetId)?.state).toBe('received'))
})

test('a packet that is tried again has its attempts again', async () => {
  const packetId = await seal()
  let offered = 0
  routes['/v1/packets'] = () => {
    offered += 1
    return problem(422, 'packet_schema_invalid')
  }
  station.sync.start()
  await until(() => expect(itemOf(packetId)?.state).toBe('parked'))
  const attempts = itemOf(packetId)!.attempts
  expect(offered).toBe(attempts)
  station.queue.retry(packetId, 'chef')
  expect(itemOf(packetId)?.state).toBe('queued')
  await until(() => expect(itemOf(packetId)).toMatchObject({ state: 'parked', attempts }))
  expect(offered).toBe(2 * attempts)
})

test('what central refused for good is offered again by itself, hours later: central may have been brought up to date', async () => {
  const time = { wall: Date.now(), monotonic: 0 }
  station.store.close()
  const centralUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  station = openTestStation({ folder: place.folder, centralUrl, random: () => 0.01, time })
  const later = (ms: number) => {
    time.wall += ms
    time.monotonic += ms
    station.sync.wake()
  }
  const server_time = () => new Date(time.wall).toISOString()
  routes['/v1/time'] = () => ({ status: 200, body: { server_time: server_time(), environment: 'training' } })
  const packetId = await seal()
  let isOld = true
  let offered = 0
  routes['/v1/packets'] = () => {
    offered += 1
    return isOld ? problem(422, 'packet_schema_invalid') : receiptFor(packetId)
  }
  station.sync.start()
  await until(() => expect(itemOf(packetId)?.code).toBe('packet_schema_invalid'))
  later(longestBackoffMs)
  await until(() => expect(itemOf(packetId)).toMatchObject({ state: 'parked', attempts: 2 }))
  // A fault that lasts costs one attempt each time, and stays in view.
  later(offerAgainMs)
  await until(() => expect(itemOf(packetId)).toMatchObject({ state: 'parked', attempts: 3 }))
  expect(offered).toBe(3)
  isOld = false
  later(offerAgainMs)
  await until(() => expect(itemOf(packetId)?.state).toBe('received'))
})

test('configuration, events and master data that fail or hang do not hold up uploads', async () => {
  routes['/v1/config'] = () => problem(500, 'internal_error')
  routes['/v1/events'] = () => ({ status: 200, raw: 'not json' })
  routes['/v1/operators'] = () => problem(403, 'forbidden')
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    if (request.url!.startsWith('/v1/config')) return // never answered
    void handle(request, response)
  })
  const packetId = await seal()
  routes['/v1/packets'] = () => receiptFor(packetId)
  station.sync.start()
  await until(() => expect(itemOf(packetId)?.state).toBe('received'))
})

test('an unknown refusal is doubted for a while, then parked, and the others flow', async () => {
  const [bad, good] = [await seal(), await seal()]
  routes['/v1/packets'] = (request) => (request.url!.includes(bad) ? problem(418, 'request_invalid') : receiptFor(good))
  station.sync.start()
  await until(() => expect(itemOf(good)?.state).toBe('received'))
  await until(() => expect(itemOf(bad)?.code).toBe('request_invalid'))
  expect(itemOf(bad)?.state).not.toBe('parked')
  for (let round = 0; round < 15 && itemOf(bad)?.state !== 'parked'; round += 1) {
    station.queue.retry(bad, 'chef')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await until(() => expect(itemOf(bad)?.state).toBe('parked'))
})

test('a wiped station offers once more what central refused, and is destroyed when it refuses again', async () => {
  const [refused, taken] = [await seal(), await seal()]
  let isWiped = false
  const offered: string[] = []
  routes['/v1/packets'] = (request) => {
    const packetId = request.url!.split('/').at(-1)!
    offered.push(packetId)
    return packetId === refused || !isWiped ? problem(422, 'packet_schema_invalid') : receiptFor(packetId)
  }
  station.sync.start()
  await until(() => expect([itemOf(refused)?.state, itemOf(taken)?.state]).toEqual(['parked', 'parked']))
  const before = offered.length
  isWiped = true
  routes['/v1/events'] = () => ({
    status: 200,
    body: { events: [{ cursor: '1', type: 'wipe', at: new Date().toISOString(), reason: 'lost' }], next: '1' },
  })
  station.sync.wake()
  await until(() => expect(station.happened.map(({ type }) => type)).toContain('station_destroyable'))
  expect([itemOf(refused)?.state, itemOf(taken)?.state]).toEqual(['parked', 'received'])
  expect(offered.slice(before).sort()).toEqual([refused, taken].sort())
})

/** What a wipe leaves: what central has not got yet or holds already, and what names nobody; a table that is in neither list fails. */
const outlivesWipe = [
  ...['outbox', 'sealed_packets', 'packet_chain', 'day_rows', 'audit', 'audit_anchor', 'outbox_counts'],
  ...['operators', 'overrides', 'meta', 'station_keys', 'trust_files', 'migrations'],
]

test('a wipe empties every table but those that are to outlive it, and takes every key of a person', async () => {
  const { db } = station.store
  const tables = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => name)
  const wiped = tables.filter((name) => !outlivesWipe.includes(name))
  expect(wiped).toContain('kept_figures')
  db.pragma('foreign_keys = OFF')
  for (const table of wiped) fillRow(table)
  for (const table of wiped) expect([table, countOf(table)]).toEqual([table, 1])
  wipePersonalData(station, 'lost')
  for (const table of wiped) expect([table, countOf(table)]).toEqual([table, 0])
  expect(db.prepare('SELECT 1 FROM operators WHERE wrapped_key IS NOT NULL').get()).toBeUndefined()
})

const countOf = (table: string) =>
  station.store.db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()!.n

/** One row of a table, whatever its columns and checks are. */
function fillRow(table: string): void {
  const { db } = station.store
  const columns = db.pragma(`table_info(${table})`) as { name: string; type: string }[]
  db.pragma('ignore_check_constraints = ON')
  db.prepare(
    `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')})
    VALUES (${columns.map(({ type }) => (type === 'INTEGER' ? '1' : type === 'BLOB' ? "x'01'" : "'1'")).join(', ')})`,
  ).run()
}

test('a stale nonce is renewed, an ended token fetched again', async () => {
  const packetId = await seal()
  const seen: string[] = []
  routes['/v1/packets'] = (request) => {
    const { nonce } = JSON.parse(
      Buffer.from(String(request.headers['dpop']).split('.')[1]!, 'base64url').toString(),
    ) as { nonce?: string }
    seen.push(nonce ?? '')
    if (nonce !== 'n2') return problem(401, 'nonce_required', { 'dpop-nonce': 'n2' })
    return seen.length < 3 ? problem(401, 'token_invalid') : receiptFor(packetId)
  }
  station.sync.start()
  await until(() => expect(itemOf(packetId)?.state).toBe('received'))
  expect(asked.filter((one) => one === 'POST /v1/token').length).toBeGreaterThan(1)
})

test('what central refuses is told with the id by which its own log knows the request, and names nobody', async () => {
  const requestId = '0c9a7b1e-5d1c-4c55-9f5e-3a1d2f60b7aa'
  const packetId = await seal()
  routes['/v1/packets'] = () => problem(422, 'packet_conflict', { 'request-id': requestId })
  station.sync.start()
  const told = { request: 'PUT /v1/packets', code: 'packet_conflict', requestId }
  await until(() => expect(station.refusals).toContainEqual(told))
  routes['/v1/packets'] = () => problem(422, 'packet_conflict', { 'request-id': 'Jeanne Martin' })
  station.queue.retry(packetId, 'claire')
  await until(() => expect(station.refusals).toContainEqual({ ...told, requestId: null }))
  expect(JSON.stringify(station.refusals)).not.toMatch(new RegExp(`${packetId}|Jeanne`))
})

const keySet = (change: object = {}, signers = [keys.signingKey]) => {
  const set = {
    environment: 'training',
    as_of: '2026-01-02T00:00:00.000Z',
    encryption_keys: [publicJwkOf(keys.centralKey, 'enc')],
    signing_keys: [publicJwkOf(keys.signingKey, 'sig')],
    ...change,
  }
  return signers.map((signer) => signCompactJws(signerOf(signer), { typ: 'guichet-keys+jwt' }, set))
}
const config = (change: object = {}, policy: object = defaultPolicy, signer = keys.signingKey) => ({
  environment: 'training',
  server_time: new Date().toISOString(),
  keys: keySet(),
  policy: signCompactJws(signerOf(signer), { typ: 'guichet-policy+jwt' }, policy),
  revoked_operators: [],
  station: { station_id: station.central.get().stationId, branch_name: 'Lyon', state: 'active' },
  ...change,
})
const policyOf = (change: object) => ({ ...defaultPolicy, ...change })
/** Newer than all that the station knows: only what is wrong with it can be why it is refused. */
const newer = (change: object = {}, set: object = {}, signers = [keys.signingKey]) => ({
  ...config({}, policyOf({ version: 3 }), signers[0]),
  keys: keySet({ as_of: '2026-05-01T00:00:00.000Z', ...set }, signers),
  ...change,
})
const trustOf = (change: object, signer = keys.signingKey) =>
  signCompactJws(
    signerOf(signer),
    { typ: 'guichet-trust+jwt' },
    {
      environment: 'training',
      version: 5,
      as_of: '2026-05-01T00:00:00.000Z',
      files: [],
      ...change,
    },
  )
const changed = (jws: string) => {
  const [header, payload, signature] = jws.split('.')
  const more = { ...JSON.parse(Buffer.from(payload!, 'base64url').toString()), version: 10 }
  return [header, Buffer.from(JSON.stringify(more)).toString('base64url'), signature].join('.')
}
/** What somebody between station and central would have it seal to: all of one piece, but for who vouches for it. */
const strangers = (beside: ReturnType<typeof makePrivateKey>[]) => {
  const stranger = makePrivateKey()
  const signing_keys = [stranger, ...beside].map((key) => publicJwkOf(key, 'sig'))
  return newer({}, { encryption_keys: [publicJwkOf(makePrivateKey(), 'enc')], signing_keys }, [stranger])
}

test('what central takes in a packet is learned with the configuration, and unlearned of one that names nothing', async () => {
  let more: object = { packet_members: ['course', 'of_a_later_version'] }
  routes['/v1/config'] = () => ({ status: 200, body: config(more) })
  station.sync.start()
  await until(() => expect(station.central.get().packetMembers).toEqual(['course', 'of_a_later_version']))
  more = {}
  await until(() => {
    station.sync.wake()
    expect(station.central.get().packetMembers).toEqual([])
  })
})

test('what waits here and how reader and camera are goes to central, again when it changed', async () => {
  const reports: Record<string, unknown>[] = []
  routes['/v1/config'] = () => ({ status: 200, body: config() })
  routes['/v1/events'] = () => ({ status: 200, body: { events: [], next: '' } })
  routes['/v1/stations/report'] = (_request, body) => {
    reports.push(JSON.parse(String(body)) as Record<string, unknown>)
    return { status: 204 }
  }
  station.sync.start()
  const unknown = { reader: { state: 'unknown', name: null }, camera: { state: 'unknown', model: null } }
  await until(() => expect(reports.at(-1)).toMatchObject({ unsent: 0, ...unknown }))
  const toldNext = async (next: object) => {
    const before = reports.length
    await until(() => {
      station.sync.wake()
      expect(reports.slice(before)).toMatchObject([{ unsent: 0, ...next }])
    })
  }
  const reader = { state: 'fault', name: 'A reader' } as const
  station.equipment.reader = () => reader
  await toldNext({ ...unknown, reader })
  const camera = { state: 'none', model: null } as const
  station.equipment.camera = camera
  await toldNext({ reader, camera })
  expect(reports.at(-1)).toMatchObject({ untold_visits: 0 })
  routes['/v1/appointments/a1/outcome'] = () => ({ status: 503 })
  station.store.db.exec(
    `INSERT INTO appointment_outcomes (appointment_id, operator_id, outcome, at) VALUES ('a1', 'paul', 'no_show', '2026-03-01T10:00:00.000Z')`,
  )
  await toldNext({ untold_visits: 1 })
})

test('the newest end of central’s audit that central signed is kept, and brought back with each question', async () => {
  const end = (seq: number, signer = keys.signingKey) =>
    signCompactJws(
      signerOf(signer),
      { typ: 'guichet-audit-anchor+jwt' },
      { environment: 'training', seq, hash: String(seq).repeat(64).slice(0, 64) },
    )
  const told = [end(7), end(5), end(9, makePrivateKey()), null]
  const brought: (string | null)[] = []
  routes['/v1/config'] = (request) => {
    brought.push(new URL(request.url!, 'http://central').searchParams.get('audit'))
    return { status: 200, body: config({ audit: told[brought.length - 1] ?? null }) }
  }
  station.sync.start()
  for (let asked = 1; asked <= 5; asked++) {
    await until(() => expect(brought.length).toBeGreaterThanOrEqual(asked))
    station.sync.wake()
  }
  expect(brought.slice(0, 5)).toEqual([null, told[0], told[0], told[0], told[0]])
})

test('a policy counts when it is signed, newer and due', async () => {
  routes['/v1/config'] = () => ({ status: 200, body: config({}, policyOf({ version: 3, draftHours: 2 })) })
  station.sync.start()
  await until(() => expect(station.sync.policy().draftHours).toBe(2))
  routes['/v1/config'] = () => ({
    status: 200,
    body: config({}, policyOf({ version: 4, draftHours: 3, effectiveFrom: '2999-01-01' })),
  })
  station.sync.wake()
  await until(() => expect(station.central.get().nextPolicy?.version).toBe(4))
  expect(station.sync.policy().draftHours).toBe(2)
})

test.each([
  [
    'with a policy signed by a stranger',
    () => newer({ policy: config({}, policyOf({ version: 9 }), makePrivateKey()).policy }),
  ],
  ['with a policy older than the one known', () => newer({ policy: config().policy })],
  ['with trust signed by a stranger', () => newer({ trust: trustOf({ version: 9 }, makePrivateKey()) })],
  ['with trust that was changed after signing', () => newer({ trust: changed(trustOf({ version: 9 })) })],
  ['with trust older than that known', () => newer({ trust: trustOf({ version: 3 }) })],
  ['with trust of production', () => newer({ trust: trustOf({ environment: 'production' }) })],
  ['with a roster where trust belongs', () => newer({ trust: newer().policy })],
  ['with keys that a stranger vouches for', () => strangers([])],
  ['with a key of a stranger beside those known', () => strangers([keys.signingKey])],
  ['with keys that are not signed', () => newer({ keys: keySet().map((jws) => `${jws.slice(0, -8)}AAAAAAAA`) })],
  ['with keys of production', () => newer({}, { environment: 'production' })],
  [
    'with a key under a wrong name',
    () => newer({}, { encryption_keys: [{ ...publicJwkOf(makePrivateKey(), 'enc'), kid: 'x' }] }),
  ],
  ['for another station', () => newer({ station: { station_id: 'other', branch_name: 'X', state: 'active' } })],
  ['of production', () => newer({ environment: 'production' })],
])('a configuration %s changes nothing, and the same without that is taken', async (_what, body) => {
  const trust = { environment: 'training' as const, version: 4, as_of: '2026-04-01T00:00:00.000Z', files: [] }
  station.central.set({ policy: { ...defaultPolicy, version: 2 }, keysAsOf: '2026-04-01T00:00:00.000Z', trust })
  const standing = () => {
    const { policy, encryptionKeys, signingKeys, keysAsOf, state, trust: known } = station.central.get()
    return { policy, encryptionKeys, signingKeys, keysAsOf, state, known }
  }
  const before = standing()
  routes['/v1/config'] = () => ({ status: 200, body: body() })
  station.sync.start()
  await until(() => expect(asked.filter((one) => one === 'GET /v1/config').length).toBeGreaterThan(1))
  expect(standing()).toEqual(before)
  routes['/v1/config'] = () => ({ status: 200, body: newer({ trust: trustOf({}) }) })
  station.sync.wake()
  await until(() =>
    expect(standing()).toMatchObject({
      policy: { version: 3 },
      keysAsOf: '2026-05-01T00:00:00.000Z',
      known: { version: 5 },
    }),
  )
})

test('keys roll over when one that is known vouches for the new ones, and do not go back', async () => {
  const [signing, encryption] = [makePrivateKey(), publicJwkOf(makePrivateKey(), 'enc')]
  const rolled = {
    as_of: '2026-02-01T00:00:00.000Z',
    encryption_keys: [encryption, publicJwkOf(keys.centralKey, 'enc')],
    signing_keys: [signing, keys.signingKey].map((key) => publicJwkOf(key, 'sig')),
  }
  routes['/v1/config'] = () => ({ status: 200, body: config({ keys: keySet(rolled, [signing, keys.signingKey]) }) })
  station.sync.start()
  await until(() => expect(station.central.get().encryptionKeys[0]!.kid).toBe(encryption.kid))
  expect(station.central.get().signingKeys).toHaveLength(2)
  const older = config({}, policyOf({ version: 5, draftHours: 7 }))
  routes['/v1/config'] = () => ({ status: 200, body: older })
  station.sync.wake()
  await until(() => expect(station.sync.policy().draftHours).toBe(7))
  expect(station.central.get().encryptionKeys[0]!.kid, 'an older set changes no key').toBe(encryption.kid)
  // The new key alone, once the old one is retired.
  const next = publicJwkOf(makePrivateKey(), 'enc')
  const retired = {
    as_of: '2026-03-01T00:00:00.000Z',
    encryption_keys: [next],
    signing_keys: [publicJwkOf(signing, 'sig')],
  }
  routes['/v1/config'] = () => ({
    status: 200,
    body: { ...config({}, policyOf({ version: 6 }), signing), keys: keySet(retired, [signing]) },
  })
  station.sync.wake()
  await until(() => expect(station.central.get().encryptionKeys).toEqual([next]))
})

test('answers that are too long, redirected or no JSON are refused', async () => {
  const lookup = () => station.sync.lookup('ABC', 'claire', AbortSignal.timeout(10_000))
  routes['/v1/applications/lookup'] = () => ({ status: 200, raw: 'x'.repeat(5_000_000) })
  await expect(lookup()).rejects.toThrow('central_response_invalid')
  routes['/v1/applications/lookup'] = () => ({ status: 307, headers: { location: 'http://127.0.0.1:1/' } })
  await expect(lookup()).rejects.toThrow('captive_portal')
  routes['/v1/applications/lookup'] = () => ({ status: 200, raw: '{"application":' })
  await expect(lookup()).rejects.toThrow('central_response_invalid')
  routes['/v1/applications/lookup'] = () => ({ status: 502, raw: '<html>' })
  await expect(lookup()).rejects.toThrow('unavailable')
})

test('a kept connection that central has closed is replaced once, with a proof of its own', async () => {
  const lookup = () => station.sync.lookup('ABC', 'claire', AbortSignal.timeout(10_000))
  const proofs = new Set<unknown>()
  let drops = 1
  routes['/v1/applications/lookup'] = (request) => {
    proofs.add(request.headers['dpop'])
    if (drops-- > 0) request.socket.destroy()
    return problem(404, 'application_unknown')
  }
  await expect(lookup()).rejects.toThrow('application_unknown')
  expect(proofs.size).toBe(2)
  expect(station.sync.network().state).not.toBe('offline')
  drops = 2
  await expect(lookup()).rejects.toThrow('central_unreachable')
  expect(proofs.size).toBe(4)
  expect(station.sync.network().state).toBe('offline')
})

test("a station whose clock is wrong says so, and seals by central's time", async () => {
  const ahead = Date.now() + 6 * 3_600_000
  routes['/v1/time'] = () => ({
    status: 200,
    body: { server_time: new Date(ahead).toISOString(), environment: 'training' },
  })
  station.sync.start()
  await until(() => expect(station.clock.skew().skewed).toBe(true))
  expect(Math.abs(station.clock.now().getTime() - ahead)).toBeLessThan(60_000)
})

test('a tablet locks after the days without contact that the policy allows, and a clock set back does not help', async () => {
  const time = { wall: Date.parse('2026-03-02T08:00:00Z'), monotonic: 0 }
  const other = makeFolder()
  const tablet = openTestStation({ folder: other.folder, kind: 'tablet', time })
  await prepareStation(tablet)
  const pass = (days: number) => ((time.wall += days * 86_400_000), (time.monotonic += days * 86_400_000))
  pass(6.9)
  expect(tablet.sync.gate()).toBe(null)
  pass(0.2)
  expect(tablet.sync.gate()).toBe('station_locked_no_contact')
  tablet.audit.append({ action: 'test.made', actor: 'station', subject: null, facts: {} })
  tablet.store.close()
  time.wall -= 5 * 86_400_000
  const again = openTestStation({ folder: other.folder, kind: 'tablet', time })
  expect(again.sync.gate()).toBe('station_locked_no_contact')
  again.store.close()
  other.remove()
})

test('central is reached by https, or on this machine', () => {
  for (const url of ['https://central.example', 'http://127.0.0.1:8080', 'http://[::1]:8080', 'http://localhost'])
    expect(checkCentralUrl(url).href).toBeTruthy()
  for (const url of ['http://central.example', 'ftp://127.0.0.1', 'https://user@central.example', 'nonsense', ''])
    expect(() => checkCentralUrl(url)).toThrow('central_address_insecure')
})

test.each([
  ['once until it grows', 204, 2],
  ['never again to a central that keeps none', 404, 1],
])('the end of the audit log is told %s', async (_how, status, times) => {
  routes['/v1/stations/audit-head'] = () => ({ status })
  const told = () => asked.filter((one) => one === 'POST /v1/stations/audit-head').length
  const polled = async () => {
    const before = asked.filter((one) => one === 'GET /v1/events').length
    station.sync.wake()
    await until(() => expect(asked.filter((one) => one === 'GET /v1/events').length).toBeGreaterThan(before))
  }
  station.sync.start()
  await until(() => expect(told()).toBe(1))
  await polled()
  station.audit.append({ action: 'test.made', actor: 'claire', subject: null, facts: {} })
  await polled()
  await polled()
  await until(() => expect(told()).toBe(times))
})

test('a central that goes is noticed within seconds, and one that is back too', async () => {
  station.sync.start()
  await until(() => expect(station.sync.network().state).toBe('online'))
  const { port } = server.address() as AddressInfo
  const goneAt = Date.now()
  server.close()
  server.closeAllConnections()
  await vi.waitFor(() => expect(station.sync.network().state).toBe('offline'), { timeout: 5_000, interval: 20 })
  expect(Date.now() - goneAt).toBeLessThan(5_000)
  server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  station.sync.wake()
  await until(() => expect(station.sync.network().state).toBe('online'))
})

const inTraining = (of: TestStation, isTraining: boolean) =>
  trainingHandlers({
    ...{ reader: null, isTraining, sync: of.sync, now: () => new Date(), operatorId: () => 'claire' },
    visitors: createVisitors({ store: of.store, training: isTraining, sync: of.sync }),
    ...{ portraitFolder: new URL('file:///nowhere/'), fontsFolder: '' },
  })

test('in training central can be taken away and given back: nothing passes between, nor what was under way', async () => {
  station.sync.start()
  await until(() => expect(station.sync.network().state).toBe('online'))
  const handlers = inTraining(station, true)
  const lookUp = () => station.sync.lookup('TRA-2N0-001N', 'claire', new AbortController().signal).catch(codeOf)
  routes['/v1/applications'] = () => {
    void handlers['training.playOffline']({ offline: true })
    return problem(404, 'application_unknown')
  }
  expect(await lookUp()).toBe('central_unreachable')
  await until(() => expect(station.sync.network()).toMatchObject({ state: 'offline', code: 'central_unreachable' }))
  expect(station.sync.playsOffline()).toBe(true)
  const packetId = await seal()
  routes['/v1/packets'] = () => receiptFor(packetId)
  expect(await lookUp()).toBe('central_unreachable')
  expect(itemOf(packetId)?.state).toBe('queued')
  const passed = asked.filter((one) => /packets\/0|lookup/.test(one))
  expect(passed).toEqual(['POST /v1/applications/lookup'])
  void handlers['training.playOffline']({ offline: false })
  await until(() => expect(itemOf(packetId)?.state).toBe('received'))
  expect(station.sync.network().state).toBe('online')
})

test('in production nobody takes central away', async () => {
  const other = makeFolder()
  const real = openTestStation({ folder: other.folder, environment: 'production' })
  try {
    // Whatever the handlers were told: the station itself knows what it is.
    expect(() => inTraining(real, true)['training.playOffline']({ offline: true })).toThrow(new Failure('forbidden'))
    expect(real.sync.playsOffline()).toBe(false)
  } finally {
    real.store.close()
    other.remove()
  }
})
