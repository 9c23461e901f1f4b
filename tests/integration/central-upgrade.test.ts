import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { migrate } from '../../src/central/database/migrate.ts'
import { openRow } from '../../src/central/intake/application-store.ts'
import { loadKeys } from '../../src/central/keys/central-keys.ts'
import { openDatabase } from '../../src/central/database/open-database.ts'
import { personAt } from '../../src/central/people/person.ts'
import { EventsAnswer } from '../../src/contract/protocol/central-events.ts'
import { AppointmentsAnswer } from '../../src/contract/protocol/look-ups.ts'
import { databases } from '../fixtures/central-on.ts'
import { findPostgres, sharedPostgres, type PostgresCluster } from '../fixtures/postgres.ts'
import { putPacket, sealNext, type Sealed } from '../simulate/virtual-packet.ts'
import { callJson, freshNonce, openConfig, openSealed, type VirtualStation } from '../simulate/virtual-station.ts'
import { fillFirst, rowsOf, type Filled } from './first-database.ts'
import { trustTestIssuer } from '../fixtures/trust.ts'

const migrations = join(import.meta.dirname, '../../migrations/central')
const firstOnes = ['0001-first-tables.sql', '0002-environment.sql']
const dayMs = 24 * 3_600_000

/** Columns that later migrations added or replaced. */
const changed = new Set([
  'time_zone',
  ...['manager_id', 'gap_since', 'closed_by', 'retired_keys', 'detail', 'old_public_key', 'old_key_valid_until'],
  ...[
    'declared',
    'email_confirmed',
    'state',
    'language',
    'declaration',
    'email_confirmed_at',
    'phone_confirmed_at',
    'declared_at',
  ],
  ...['retired_at', 'replaces', 'outcome_packet', 'trust_held', 'suspended_for'],
  ...['branch_id', 'created_by', 'closed_at', 'appeal_until', 'erased_at', 'kept', 'time_zone', 'sealed'],
])
/** Tables of which others were made, or of another name now, with rows of another form: each has a test of its own below. */
const renamed = new Set(['email_outbox', 'operator', 'operator_key', 'revoked_operator'])
type Rows = Record<string, Record<string, unknown>[]>

/** What must be the same before and after. */
const lasting = (rows: Rows) =>
  Object.fromEntries(
    Object.entries(rows)
      .filter(([table]) => !renamed.has(table))
      .map(([table, all]) => [table, all.map((row) => lastingRow(table, row)).sort()]), // by their text
  )
const lastingRow = (table: string, row: Record<string, unknown>): string =>
  JSON.stringify(
    Object.entries(row)
      .filter(([column]) => !changed.has(column) && !(table === 'station_code' && column === 'station_id'))
      .map(([column, value]) => [column, column === 'notes' ? without(value as string[]) : value])
      .sort(),
  )
const without = (notes: string[]) => notes.filter((note) => note !== 'sequence_gap')

describe.each(databases)('a database of the first migrations, filled, on %s', (name, installed) => {
  let folder: string
  let cluster: PostgresCluster | null = null
  let filled: Filled
  let before: Rows
  let central: RunningCentral
  let where: { databaseUrl: string | null; dataFolder: string | null }
  const start = (adjudicate: boolean) => createCentral({ environment: 'production', ...where, adjudicate })

  beforeAll(async () => {
    if (!installed) return
    folder = await mkdtemp(join(tmpdir(), 'guichet-upgrade-'))
    cluster = name === 'PostgreSQL' ? await sharedPostgres() : null
    where = {
      databaseUrl: (await cluster?.createDatabase()) ?? null,
      dataFolder: cluster === null ? join(folder, 'data') : null,
    }
    const old = join(folder, 'migrations')
    await mkdir(old)
    await Promise.all(firstOnes.map((file) => copyFile(join(migrations, file), join(old, file))))
    const database = await openDatabase({ ...where, poolSize: 4, backend: 'postgres' })
    await migrate(database.db, pathToFileURL(`${old}/`), new Date())
    filled = await fillFirst(database)
    before = await rowsOf(database.db)
    await database.close()
    central = await start(false)
  }, 60_000)
  afterAll(async () => {
    await central?.stop()
    await cluster?.stop()
    if (installed) await rm(folder, { recursive: true, force: true })
  })

  async function packetsOf({ stationId }: VirtualStation) {
    const found = central.db.selectFrom('packet').selectAll().where('station_id', '=', stationId)
    return new Map((await found.execute()).map((row) => [row.seq, row]))
  }
  const application = (id: string) =>
    central.db.selectFrom('application').selectAll().where('application_id', '=', id).executeTakeFirstOrThrow()
  const call = async (station: VirtualStation, method: string, path: string, body?: unknown) =>
    (await callJson(station, method, path, body)).body
  async function decision(station: VirtualStation, { packetId }: Sealed): Promise<string> {
    const { packets } = await call(station, 'POST', '/v1/packets/status', { packet_ids: [packetId] })
    return [packets[0].state, ...packets[0].reasons].join(' ')
  }

  test.runIf(installed)('is at the newest, and nothing in it is lost or changed but what was to be', async () => {
    const applied = await central.db.selectFrom('migration').select('name').orderBy('name').execute()
    expect(applied.map((row) => row.name)).toEqual((await readdir(migrations)).sort())
    const after = lasting(await rowsOf(central.db))
    expect(Object.keys(before).length).toBeGreaterThan(12)
    expect(Object.keys(before)).toEqual(expect.arrayContaining([...renamed]))
    const authority = (row: string) => row.includes('"authority"')
    expect(after['central_key']!.filter(authority), 'made at the start').toHaveLength(1)
    after['central_key'] = after['central_key']!.filter((row) => !authority(row))
    for (const [table, rows] of Object.entries(lasting(before))) expect([table, after[table]]).toEqual([table, rows])
  })

  test.runIf(installed)('notes of gaps became gaps, where the packet before is not here', async () => {
    const rows = await packetsOf(filled.here)
    const waiting = [...rows.values()].filter((row) => row.gap_since !== null).map((row) => row.seq)
    expect(waiting.sort()).toEqual([6, 8])
    expect(rows.get(6)!.gap_since).toEqual(rows.get(6)!.received_at)
    expect([rows.get(4)!.notes, rows.get(6)!.notes]).toEqual([['settled_later'], []])
  })

  test.runIf(installed)('each closed application knows the packet that closed it, and no other', async () => {
    const rows = await packetsOf(filled.here)
    const { verified, refused, twice, withdrawn } = filled.applications
    expect((await application(verified.applicationId)).closed_by).toBe(rows.get(1)!.packet_id)
    expect((await application(refused.applicationId)).closed_by).toBe(rows.get(2)!.packet_id)
    expect((await application(twice.applicationId)).closed_by).toBe(filled.secondClosing.packetId)
    expect((await application(withdrawn.applicationId)).closed_by).toBeNull()
  })

  test.runIf(installed)('of what branches told of their people one person was made for each identifier', async () => {
    const people = await central.db.selectFrom('person').selectAll().orderBy('person_id').execute()
    expect(people.map((one) => [one.person_id, one.confirmed_at, one.revoked_at === null])).toEqual([
      ['clerk-1', null, true],
      ['clerk-9', null, false],
      ['postman-1', null, true],
      ['postman-2', null, true],
    ])
    expect(
      await personAt(central.db, 'clerk-1', { at: new Date('2026-01-01T12:00:00Z'), timeZone: 'Europe/Paris' }),
    ).toMatchObject({
      ...{ role: 'clerk', trainedUntil: '2027-10-01' },
    })
    const { here, elsewhere } = filled
    const places = await central.db.selectFrom('assignment').selectAll().orderBy('person_id').execute()
    expect(places.map((one) => one.person_id)).toEqual(['clerk-1', 'clerk-1', 'postman-1', 'postman-2'])
    const keys = await central.db.selectFrom('key_owner').selectAll().execute()
    const ownerOf = (thumbprint: string) => keys.find((one) => one.thumbprint === thumbprint)
    expect(ownerOf(here.key.kid)).toMatchObject({ station_id: here.stationId, person_id: null })
    // Under two names before: it belongs to one now.
    expect(ownerOf(elsewhere.operator.kid)).toMatchObject({ station_id: elsewhere.stationId, person_id: 'clerk-1' })
  })

  test.runIf(installed)('what was declared is sealed, whole, and stands nowhere in clear', async () => {
    const { visited } = filled.applications
    const rows = await central.db.selectFrom('application').selectAll().execute()
    expect(rows.filter((row) => row.declared !== null || row.declaration === null)).toEqual([])
    const keys = await loadKeys(central.db, { online: null, authority: null }, new Date())
    const row = rows.find(({ application_id }) => application_id === visited.applicationId)!
    expect(openRow({ keys: () => keys }, row).declared).toEqual(visited.declared)
    expect(JSON.stringify(rows)).not.toContain(visited.declared.birthName)
    const digests = await central.db.selectFrom('application_digest').select('application_id').execute()
    expect(new Set(digests.map((one) => one.application_id)).size).toBe(rows.length)
  })

  test.runIf(installed)('each application has its state, a closed one the appeal time it was promised', async () => {
    const states = Object.entries(filled.applications).map(async ([what, { applicationId }]) => {
      const { state, closed_at, appeal_until } = await application(applicationId)
      return [what, state, appeal_until && (appeal_until.getTime() - closed_at!.getTime()) / dayMs]
    })
    expect(await Promise.all(states)).toEqual([
      ['verified', 'APPROVED', 90],
      ['refused', 'REJECTED', 90],
      ['twice', 'REJECTED', 90],
      ['withdrawn', 'CANCELLED', 90],
      ...['visited', 'visitedLongAgo', 'lookedUpLongAgo', 'late', 'received', 'verifying', 'other'].map((what) => [
        what,
        'AWAITING_PROOFING',
        null,
      ]),
    ])
  })

  test.runIf(installed)('letters of before stay another system’s', async () => {
    const letters = await central.db.selectFrom('mail').select(['application_id', 'kind', 'state']).execute()
    expect(letters).toHaveLength(before['email_outbox']!.length)
    expect(new Set(letters.map(({ state }) => state))).toEqual(new Set(['handed_over']))
    const { verified } = filled.applications
    expect(letters).toContainEqual({ application_id: verified.applicationId, kind: 'accepted', state: 'handed_over' })
  })

  test.runIf(installed)('old keys are kept with their last day', async () => {
    const stations = await central.db.selectFrom('station').select(['station_id', 'retired_keys']).execute()
    const kept = new Map(stations.map((row) => [row.station_id, row.retired_keys]))
    for (const [station, { key, until }] of [
      [filled.here, filled.oldKeys.here],
      [filled.elsewhere, filled.oldKeys.elsewhere],
    ] as const) {
      const [retired, ...more] = kept.get(station.stationId)!
      expect([retired!.key, new Date(retired!.valid_until), more]).toEqual([key.publicJwk, until, []])
    }
    expect(kept.get(filled.pendingId)).toEqual([])
  })

  test.runIf(installed)(
    'who may hold an application is known, as long as the later of lookup and visit says',
    async () => {
      const rows = await central.db.selectFrom('application_holder').selectAll().execute()
      const until = (applicationId: string, { stationId }: VirtualStation) =>
        rows.find((row) => row.application_id === applicationId && row.station_id === stationId)?.held_until.getTime()
      const { visited, visitedLongAgo, lookedUpLongAgo } = filled.applications
      expect(until(visited.applicationId, filled.here)).toBe(filled.visitEnds.getTime() + 8 * dayMs)
      expect(until(visitedLongAgo.applicationId, filled.here)).toBe(filled.lookedUpAt.getTime() + 8 * dayMs)
      expect(rows.some((row) => row.application_id === lookedUpLongAgo.applicationId)).toBe(false)
      expect(rows).toHaveLength(2)
    },
  )

  test.runIf(installed)('central decides what waited, and takes, tells and answers as before', async () => {
    // Before it starts to decide: what it trusts it looks up now and then only.
    await trustTestIssuer(central)
    await central.stop()
    central = await start(true)
    const { here, elsewhere, applications } = filled
    for (const station of [here, elsewhere]) {
      Object.assign(station, { url: central.url, nonce: await freshNonce(central.url) })
      const config = await openConfig(await call(station, 'GET', '/v1/config'))
      expect(config.encryption_keys.map(({ kid }) => kid)).toEqual(station.config.encryption_keys.map(({ kid }) => kid))
      station.config = config
    }
    await central.settled()
    expect(await decision(here, filled.received), 'only stations ever told of these people').toBe(
      'MANUAL_REVIEW packet_version_old operator_unconfirmed',
    )
    await central.confirmPerson('clerk-1')
    await central.settled()
    expect(await decision(here, filled.received), 'sealed with the old key, in its week').toBe(
      'MANUAL_REVIEW packet_version_old',
    )
    expect(await decision(here, filled.verifying)).toBe('MANUAL_REVIEW packet_version_old')

    expect((await putPacket(here, filled.missing)).status).toBe(202)
    const next = await sealNext(here, applications.visited)
    expect((await putPacket(here, next)).status).toBe(202)
    expect((await putPacket(elsewhere, filled.late)).status, 'sealed with a key that lapsed').toBe(202)
    await central.settled()
    expect(await decision(elsewhere, filled.late)).toContain('QUARANTINED station_key_retired')
    expect(await decision(here, next)).toBe('APPROVED')
    const gaps = [...(await packetsOf(here)).values()].filter((row) => row.gap_since !== null).map((row) => row.seq)
    expect(gaps).toEqual([8])

    const { items } = AppointmentsAnswer.parse(await call(here, 'GET', '/v1/appointments?operator_id=postman-1'))
    expect(items, 'its application was verified a moment ago').toHaveLength(0)
    const lookup = { reference: applications.visitedLongAgo.reference, operator_id: 'clerk-1' }
    const { sealed } = await call(here, 'POST', '/v1/applications/lookup', lookup)
    expect(await openSealed(here, sealed)).toMatchObject({
      application: { applicationId: applications.visitedLongAgo.applicationId },
    })
    await central.recallApplication(applications.visitedLongAgo.applicationId)
    const { events } = EventsAnswer.parse(await call(here, 'GET', '/v1/events?limit=500'))
    expect(
      events.slice(0, 2).map(({ type }) => type),
      'those of before',
    ).toEqual(['decision', 'operator_revoked'])
    expect(events.at(-1)).toMatchObject({ type: 'application_recalled', reference: lookup.reference })
  })

  test.runIf(installed)('a station called back opens again what it had closed, and nothing else', async () => {
    const { verified, refused, twice } = filled.applications
    await central.revokeStation(filled.elsewhere.stationId, new Date(0))
    expect((await application(refused.applicationId)).status, 'closed from another station').toBe('refused')
    expect((await application(twice.applicationId)).status).toBe('open')
    await central.revokeStation(filled.here.stationId, new Date(0))
    expect((await application(refused.applicationId)).status).toBe('open')
    expect((await application(verified.applicationId)).status).toBe('open')
    expect((await application(filled.applications.withdrawn.applicationId)).status).toBe('cancelled')
  })
})

// Whichever version a central was last started with: its database is brought up from there.
describe.runIf(findPostgres() !== null)('a filled database of each state in between', async () => {
  const files = (await readdir(migrations)).sort()
  let folder: string
  let cluster: PostgresCluster
  let first: string
  let before: Rows
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guichet-between-'))
    cluster = await sharedPostgres()
    first = await cluster.createDatabase()
    const database = await openDatabase({ databaseUrl: first, dataFolder: null, poolSize: 4, backend: 'postgres' })
    await migrateTo(database.db, firstOnes)
    await fillFirst(database)
    before = await rowsOf(database.db)
    await database.close()
  }, 60_000)
  afterAll(async () => {
    await cluster?.stop()
    await rm(folder, { recursive: true, force: true })
  })
  async function migrateTo(db: Parameters<typeof migrate>[0], some: readonly string[]) {
    const known = join(folder, some.at(-1)!)
    await mkdir(known)
    await Promise.all(some.map((file) => copyFile(join(migrations, file), join(known, file))))
    await migrate(db, pathToFileURL(`${known}/`), new Date())
  }
  /** The filled one again, under another name. */
  async function copyOf(name: string): Promise<string> {
    const client = new pg.Client({ connectionString: first.replace(/[^/]+$/, 'postgres') })
    await client.connect()
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${first.split('/').at(-1)!}`)
    await client.end()
    return first.replace(/[^/]+$/, name)
  }

  test.each(files.slice(firstOnes.length, -1))('%s', { timeout: 60_000 }, async (last) => {
    const databaseUrl = await copyOf(`at_${last.slice(0, 4)}`)
    const database = await openDatabase({ databaseUrl, dataFolder: null, poolSize: 4, backend: 'postgres' })
    await migrateTo(database.db, files.slice(0, files.indexOf(last) + 1))
    await database.close()
    const central = await createCentral({ environment: 'production', databaseUrl, adjudicate: false })
    try {
      const applied = await central.db.selectFrom('migration').select('name').orderBy('name').execute()
      expect(applied.map((row) => row.name)).toEqual(files)
      const after = lasting(await rowsOf(central.db))
      after['central_key'] = after['central_key']!.filter((row) => !row.includes('"authority"'))
      for (const [table, rows] of Object.entries(lasting(before))) expect([table, after[table]]).toEqual([table, rows])
      expect((await fetch(`${central.url}/readyz`)).status).toBe(200)
    } finally {
      await central.stop()
    }
  })
})
