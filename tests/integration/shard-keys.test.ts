import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { findPostgres } from '../fixtures/postgres.ts'
import { testApplication } from '../fixtures/test-application.ts'
import { putPacket, sealNext } from '../simulate/virtual-packet.ts'
import { callJson, type VirtualStation } from '../simulate/virtual-station.ts'
import { readProjectFile } from '../repository/project-files.ts'

/** Which table is spread by which column, and which are copied to all nodes, as the document has it for Citus. */
function readDistribution() {
  const block = /```sql\n(SELECT create_distributed_table[\s\S]*?)```/.exec(
    readProjectFile('docs/distributed-postgresql.md'),
  )![1]!
  const keys = new Map<string, string>()
  const copied = new Set<string>()
  for (const statement of block.split(';')) {
    const names = [...(/ARRAY\[([\s\S]*)\]/.exec(statement)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(([, name]) => name!)
    const alone = /create_distributed_table\('(\w+)', '(\w+)'/.exec(statement)
    const key = /create_distributed_table\(name, '(\w+)'/.exec(statement)?.[1]
    if (alone) keys.set(alone[1]!, alone[2]!)
    for (const name of names) {
      if (key === undefined) copied.add(name)
      else keys.set(name, key)
    }
  }
  return { keys, copied }
}

type Mention = { table: string; alias: string }

function mentionsIn(text: string): Mention[] {
  const found = text.matchAll(/\b(?:from|join|into|update) "?(\w+)"?(?: as "(\w+)")?/gi)
  return [...found].map(([, table, alias]) => ({ table: table!, alias: alias ?? table! }))
}

/** Whether a statement names the key by which a table of it is spread: then one shard is asked, and no other. */
function isPinned(text: string, { table, alias }: Mention, key: string): boolean {
  const columns = new RegExp(`insert into "${table}" \\(([^)]*)\\)`, 'i').exec(text)?.[1]
  if (columns !== undefined) return columns.includes(`"${key}"`)
  const column = `(?:"?${alias}"?\\.)?"?${key}"?`
  return new RegExp(`${column} (?:=|in) |= ${column}`).test(text)
}

/** What asks all shards on purpose. */
const everywhere = [
  // An application's visits, at whichever stations: `packet_by_application`.
  /from "packet" where "application_id" (=|in) /,
  // What central saw and gave out for an application, once a decision: its own ids are spread better than what asks for them.
  /from "chip_(witness|nonce)" where "application_id" = /,
  // The digests of a declaration that is written anew.
  /^delete from "application_digest" where "application_id" = \$1$/,
  // What was written of late, for all stations whose questions are kept: once a second and instance.
  /^select "station_id", max\(number\) as "newest" from "event" where "at" > \$1 group by "station_id"$/,
  // Whether anything waits, as tests ask.
  /^select "packet_id" from "packet" where "state" in \(\$1, \$2\) limit \$3$/,
]

describe.runIf(findPostgres() !== null)('central’s SQL on a database that is spread over nodes', () => {
  let running: CentralOn
  let station: VirtualStation
  const { keys, copied } = readDistribution()
  const seen = new Set<string>()
  const query = pg.Client.prototype.query as (...given: unknown[]) => unknown
  beforeAll(async () => {
    running = await startCentralOn('PostgreSQL')
    station = await activeStation(running.central)
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      const [first] = given
      const text = typeof first === 'string' ? first : (first as { text?: string }).text
      if (text !== undefined) seen.add(text)
      return query.apply(this, given)
    } as never
  })
  afterAll(async () => {
    pg.Client.prototype.query = query as never
    await running?.stop()
  })

  test('the document says of every table whether it is spread, and by what', async () => {
    const { rows } = await sql<{ name: string }>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`.execute(running.central.db)
    const named = [...keys.keys(), ...copied].sort()
    expect(named).toEqual([...new Set(named)])
    expect(named).toEqual(rows.map(({ name }) => name).sort())
  })

  test('each statement of a visit names the key of each table that it asks', async () => {
    seen.clear()
    const application = testApplication()
    await running.central.addApplication(application)
    for (const path of ['/v1/config', '/v1/events?limit=10', '/v1/appointments?operator_id=clerk-1'])
      expect((await callJson(station, 'GET', path)).status).toBe(200)
    const asked = { reference: application.reference, operator_id: 'clerk-1' }
    expect((await callJson(station, 'POST', '/v1/applications/lookup', asked)).status).toBe(200)
    const sealed = await sealNext(station, application)
    expect((await putPacket(station, sealed)).status).toBe(202)
    expect((await putPacket(station, sealed)).status).toBe(200)
    await running.central.settled()
    expect((await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [sealed.packetId] })).status).toBe(200)
    const scattered = [...seen].flatMap((text) =>
      mentionsIn(text)
        .filter(({ table }) => keys.has(table))
        .filter((mention) => !isPinned(text, mention, keys.get(mention.table)!))
        .filter(() => !everywhere.some((words) => words.test(text)))
        .map(({ table }) => `${table}: ${text}`),
    )
    expect(seen.size).toBeGreaterThan(30)
    expect(scattered).toEqual([])
  })
})
