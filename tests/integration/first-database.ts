import { createHash, randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { pino } from 'pino'
import { startAdjudication } from '../../src/central/adjudication/queue.ts'
import type { Central } from '../../src/central/context.ts'
import type { CentralDatabase } from '../../src/central/database/open-database.ts'
import type { Tables } from '../../src/central/database/tables.ts'
import { loadKeys } from '../../src/central/keys/central-keys.ts'
import type { Application } from '../../src/contract/application.ts'
import { testApplication } from '../fixtures/test-application.ts'
import type { Sealed } from '../simulate/virtual-packet.ts'
import { makeKeyPair, type KeyPair, type VirtualStation } from '../simulate/virtual-station.ts'
import { addPackets, sealWith } from './first-packets.ts'

const hourMs = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * hourMs)

/** Every row of every table of central's own. */
export async function rowsOf(db: Kysely<Tables>): Promise<Record<string, Record<string, unknown>[]>> {
  const tables = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename NOT IN ('migration', 'application_holder') ORDER BY 1`.execute(db)
  const rows: Record<string, Record<string, unknown>[]> = {}
  for (const { name } of tables.rows) {
    const found = await sql<{
      row: Record<string, unknown>
    }>`SELECT to_jsonb(t) AS row FROM ${sql.table(name)} t`.execute(db)
    rows[name] = found.rows.map(({ row }) => row)
  }
  return rows
}

export type Filled = Awaited<ReturnType<typeof fillFirst>>

/**
 * Fills a database of migrations 0001 and 0002 as central did then: stations that changed their keys, real sealed packets in
 * each state with the notes of that time, applications closed by them, visits, events, work in the queue.
 */
export async function fillFirst({ db, jobs }: CentralDatabase) {
  const keys = await loadKeys(db, { online: null, authority: 'none' }, new Date())
  const config = {
    environment: 'production',
    server_time: new Date().toISOString(),
    encryption_keys: keys.encryption.map(({ publicJwk }) => publicJwk),
    signing_keys: keys.signing.map(({ publicJwk }) => publicJwk),
  } as VirtualStation['config']
  await db.insertInto('setting').values({ name: 'environment', value: 'production' }).execute()
  const [here, elsewhere] = [await makeStation(config), await makeStation(config)]
  const oldKeys = {
    here: { key: await makeKeyPair(), until: inHours(72) },
    elsewhere: { key: await makeKeyPair(), until: inHours(-24) },
  }
  await addStation(db, here, oldKeys.here)
  await addStation(db, elsewhere, oldKeys.elsewhere)
  const pendingId = await addPending(db)
  await addOperators(db, here, elsewhere)
  const applications = await addApplications(db)
  const visits = await addVisits(db, here, applications)
  const packets = await addPackets({ db, here, elsewhere, oldKey: oldKeys.here.key, applications })
  const late = await sealWith(elsewhere, applications.late, { station: oldKeys.elsewhere.key })
  await addEvents(db, here)
  await enqueue({ db, jobs }, [packets.received, packets.verifying])
  return { here, elsewhere, pendingId, oldKeys, applications, ...visits, ...packets, late }
}

async function makeStation(config: VirtualStation['config']): Promise<VirtualStation> {
  const [key, encryption, operator] = [await makeKeyPair(), await makeKeyPair('ECDH-ES'), await makeKeyPair()]
  const begin = { nonce: '', token: null, seq: 0, lastHash: createHash('sha256').update('').digest('hex') }
  return { url: '', stationId: randomUUID(), key, encryption, operator, config, ...begin }
}

async function addStation(db: Kysely<Tables>, station: VirtualStation, old: { key: KeyPair; until: Date }) {
  await db
    .insertInto('station')
    .values({
      ...{ station_id: station.stationId, branch_name: 'Brest Siam', kind: 'counter', state: 'active' },
      ...{ thumbprint: station.key.kid, software_version: '0.1.0', registered_at: inHours(-900) },
      public_key: JSON.stringify(station.key.publicJwk),
      encryption_key: JSON.stringify(station.encryption.publicJwk),
    })
    .execute()
  await sql`UPDATE station SET old_public_key = ${JSON.stringify(old.key.publicJwk)}::jsonb,
    old_key_valid_until = ${old.until} WHERE station_id = ${station.stationId}`.execute(db)
}

async function addPending(db: Kysely<Tables>): Promise<string> {
  const station_id = randomUUID()
  const key = JSON.stringify((await makeKeyPair()).publicJwk)
  await db
    .insertInto('station')
    .values({
      ...{ station_id, branch_name: 'Quimper', kind: 'tablet', state: 'pending', thumbprint: 'x'.repeat(43) },
      ...{ public_key: key, encryption_key: key, software_version: '0.1.0', registered_at: inHours(-1) },
    })
    .execute()
  const code = { code_hash: 'f'.repeat(64), branch_name: 'Quimper', issued_at: inHours(-2), expires_at: inHours(22) }
  await db.insertInto('station_code').values(code).execute()
  return station_id
}

async function addOperators(db: Kysely<Tables>, ...stations: VirtualStation[]): Promise<void> {
  const at = inHours(-900)
  for (const [i, { stationId, operator }] of stations.entries()) {
    for (const [operatorId, role] of [
      ['clerk-1', 'clerk'],
      [`postman-${i + 1}`, 'postman'],
    ]) {
      await sql`INSERT INTO operator VALUES (${stationId}, ${operatorId}, NULL, ${role}, '2026-10-01', NULL, ${at})`.execute(
        db,
      )
      await sql`INSERT INTO operator_key VALUES (${stationId}, ${operatorId}, ${operator.kid}, ${at})`.execute(db)
    }
  }
  await sql`INSERT INTO revoked_operator VALUES ('clerk-9', ${inHours(-500)})`.execute(db)
}

async function addApplications(db: Kysely<Tables>) {
  const file = (status: Application['status']) => testApplication({ status })
  const applications = {
    ...{ verified: file('verified'), refused: file('refused'), twice: file('refused'), withdrawn: file('cancelled') },
    ...{ visited: file('open'), visitedLongAgo: file('open'), lookedUpLongAgo: file('open'), late: file('open') },
    ...{ received: file('open'), verifying: file('open'), other: file('open') },
  }
  for (const one of Object.values(applications)) {
    const { applicationId: application_id, reference, status, channel } = one
    await sql`INSERT INTO application VALUES (${application_id}, ${reference}, ${status}, ${channel},
      ${JSON.stringify(one.declared)}::jsonb, true, NULL, NULL, ${one.createdAt}, ${one.expiresAt}, NULL)`.execute(db)
    await db.insertInto('application_reference').values({ application_id, reference }).execute()
  }
  await db
    .insertInto('lost_stolen_document')
    .values({ number_hash: 'e'.repeat(64), reported_at: inHours(-9) })
    .execute()
  return applications
}

type Applications = Awaited<ReturnType<typeof addApplications>>

async function addVisits(db: Kysely<Tables>, { stationId: station_id }: VirtualStation, all: Applications) {
  const [visitEnds, lookedUpAt] = [inHours(2), inHours(-1)]
  const visit = (application: Application, ends_at: Date) => ({
    ...{ appointment_id: randomUUID(), application_id: application.applicationId, operator_id: 'postman-1' },
    ...{ starts_at: new Date(ends_at.getTime() - hourMs), ends_at, note: 'second floor' },
  })
  const told = { outcome: 'no_show', outcome_at: inHours(-24 * 7), outcome_by: 'postman-1' } as const
  const past = { ...visit(all.visitedLongAgo, inHours(-24 * 7)), ...told, outcome_note: 'rang twice' }
  await db.insertInto('appointment').values(visit(all.visited, visitEnds)).execute()
  await db.insertInto('appointment').values(past).execute()
  const asked = ({ reference }: Application, at: Date, result: string) => ({
    ...{ station_id, audit_id: randomUUID(), at, actor: 'clerk-1', action: 'application.lookup' },
    ...{ subject: reference, result },
  })
  await db
    .insertInto('audit')
    .values([
      asked(all.visitedLongAgo, lookedUpAt, 'found'),
      asked(all.lookedUpLongAgo, inHours(-24 * 9), 'found'),
      asked(all.withdrawn, inHours(-1), 'application_cancelled'),
    ])
    .execute()
  return { visitEnds, lookedUpAt, appointmentId: past.appointment_id }
}

async function addEvents(db: Kysely<Tables>, { stationId: station_id }: VirtualStation): Promise<void> {
  const decision = { packet_id: randomUUID(), decision: 'APPROVED', reasons: [] }
  await db
    .insertInto('event')
    .values([
      { station_id, number: 1, type: 'decision', at: inHours(-30), body: JSON.stringify(decision) },
      {
        station_id,
        number: 2,
        type: 'operator_revoked',
        at: inHours(-20),
        body: JSON.stringify({ operator_id: 'clerk-9' }),
      },
    ])
    .execute()
  await db.updateTable('station').set({ last_event: 2 }).where('station_id', '=', station_id).execute()
}

/** The queue's tables and the jobs of what waits, by the queue itself. */
async function enqueue({ db, jobs }: Pick<CentralDatabase, 'db' | 'jobs'>, waiting: Sealed[]): Promise<void> {
  const core = { db, log: pino({ level: 'silent' }) } as unknown as Omit<Central, 'adjudication'>
  const queue = await startAdjudication(core, jobs, false)
  const work = waiting.map(({ payload }) => ({ stationId: payload.station_id, packetId: payload.packet_id }))
  await db.transaction().execute((trx) => queue.enqueue(trx, work))
  await queue.stop()
}
