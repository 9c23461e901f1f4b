import { sql } from 'kysely'
import type { Central, Db, Trx } from '../context.ts'
import type { KeptOfPacket } from '../database/tables.ts'
import { transact } from '../database/transact.ts'
import { settleFairness } from '../figures/fairness.ts'
import { lockApplication } from '../intake/application-store.ts'
import { readPacket } from '../packets/open-packet.ts'
import { currentPolicy } from '../stations/config.ts'

type Core = Pick<Central, 'db' | 'now' | 'keys'>
type Erasure = { what: string; erase(trx: Trx, applicationId: string, at: Date, core: Core): Promise<unknown> }

const dayMs = 24 * 3_600_000
const batch = 200
const undecided = ['RECEIVED', 'VERIFYING', 'MANUAL_REVIEW', 'QUARANTINED'] as const

/**
 * What goes when the appeal time of an application's decision is over (R14, R42; docs/central.md lists what stays). Whatever else
 * holds something of a citizen gets a row here.
 */
export const erasures: readonly Erasure[] = [
  {
    what: 'the declaration',
    erase: (trx, id, erased_at) =>
      trx
        .updateTable('application')
        .set({ declaration: null, declared: null, erased_at })
        .where('application_id', '=', id)
        .execute(),
  },
  {
    what: 'the digest of the person; that of the document stays',
    erase: (trx, id) =>
      trx.deleteFrom('application_digest').where('application_id', '=', id).where('kind', '=', 'person').execute(),
  },
  { what: 'packets, with all they bring as evidence', erase: (trx, id, at, core) => erasePackets(trx, id, at, core) },
  {
    what: 'notes of visits',
    erase: (trx, id) =>
      trx.updateTable('appointment').set({ note: null, outcome_note: null }).where('application_id', '=', id).execute(),
  },
  {
    what: 'the words of contests',
    erase: (trx, id) => trx.updateTable('contest').set({ words: null }).where('application_id', '=', id).execute(),
  },
  {
    what: 'which chips central saw for it',
    erase: (trx, id) => trx.deleteFrom('chip_witness').where('application_id', '=', id).execute(),
  },
  {
    what: 'nonces for its chips',
    erase: (trx, id) => trx.deleteFrom('chip_nonce').where('application_id', '=', id).execute(),
  },
  {
    what: 'who had it open',
    erase: (trx, id) => trx.deleteFrom('application_holder').where('application_id', '=', id).execute(),
  },
]

/**
 * Erases what has had its time: applications closed for longer than their appeal time, none while a contest is open or a packet
 * undecided; and packets that came after. Returns how many applications.
 */
export async function eraseDue(core: Core): Promise<number> {
  const at = core.now()
  const due = await core.db
    .selectFrom('application')
    .select('application_id')
    .where('erased_at', 'is', null)
    .where('appeal_until', '<=', at)
    .where('specimen_status', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('contest')
            .select('contest_id')
            .whereRef('contest.application_id', '=', 'application.application_id')
            .where('answered_at', 'is', null),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('packet')
            .select('packet_id')
            .whereRef('packet.application_id', '=', 'application.application_id')
            .where('packet.state', 'in', undecided),
        ),
      ),
    )
    .limit(batch)
    .execute()
  for (const { application_id } of due) await eraseApplication(core, application_id, at)
  await eraseStrays(core, at)
  return due.length
}

/**
 * All that the table above says, of one application, at once; but nothing while somebody must answer first, however late that came. Returns
 * what waits, or null where it is erased.
 */
export async function eraseApplication(core: Core, applicationId: string, at: Date): Promise<Waiting | null> {
  return transact(core.db, async (trx) => {
    // A contest and a decision take this lock as well: none of them comes between the look and the erasure.
    await lockApplication(trx, applicationId)
    const waiting = await whatWaits(trx, applicationId)
    if (waiting === null) for (const { erase } of erasures) await erase(trx, applicationId, at, core)
    return waiting
  })
}

export type Waiting = 'a packet of it is undecided' | 'a contest of it is open'

/** Why nothing of an application may go yet; null where nobody waits for an answer. */
export async function whatWaits(db: Db | Trx, applicationId: string): Promise<Waiting | null> {
  const packet = await db
    .selectFrom('packet')
    .select('packet_id')
    .where('application_id', '=', applicationId)
    .where('state', 'in', undecided)
    .executeTakeFirst()
  if (packet !== undefined) return 'a packet of it is undecided'
  const contest = await db
    .selectFrom('contest')
    .select('contest_id')
    .where('application_id', '=', applicationId)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  return contest === undefined ? null : 'a contest of it is open'
}

async function erasePackets(trx: Trx, applicationId: string, at: Date, core: Core): Promise<void> {
  const packets = await trx
    .selectFrom('packet')
    .select(['station_id', 'packet_id', 'jwe'])
    .where('application_id', '=', applicationId)
    .where('erased_at', 'is', null)
    // One that came a moment ago is decided first, as one that comes later: eraseStrays.
    .where('state', 'not in', undecided)
    .execute()
  for (const packet of packets) await erasePacket(trx, packet, at, core)
}

type Erasable = { station_id: string; packet_id: string; jwe: string | null }

async function erasePacket(trx: Trx, { station_id, packet_id, jwe }: Erasable, at: Date, core: Core): Promise<void> {
  const kept = jwe === null ? null : keptOf(jwe, core)
  await settleFairness(trx, station_id, packet_id)
  await trx
    .updateTable('packet')
    .set({ jwe: null, erased_at: at, kept: kept && JSON.stringify(kept) })
    .where('station_id', '=', station_id)
    .where('packet_id', '=', packet_id)
    .execute()
  await trx
    .deleteFrom('packet_evidence')
    .where('station_id', '=', station_id)
    .where('packet_id', '=', packet_id)
    .execute()
}

/** Versions, kind of document, people: what is listed as staying. Null for one that cannot be opened any more. */
function keptOf(jwe: string, { keys }: Core): KeptOfPacket | null {
  try {
    const { policy_version, software_version, document, overrides } = readPacket(jwe, keys().encryption)
    const managers = [...new Set(overrides.map(({ managerId }) => managerId))]
    const [document_type, document_issuer] = [document?.type ?? null, document?.issuer ?? null]
    return { policy_version, software_version, document_type, document_issuer, managers }
  } catch {
    return null
  }
}

/** Packets decided about an application that is unknown here, or was erased before they came. */
async function eraseStrays(core: Core, at: Date): Promise<void> {
  const { retentionDays } = await currentPolicy(core.db)
  const strays = await core.db
    .selectFrom('packet')
    .leftJoin('application', 'application.application_id', 'packet.application_id')
    .select(['packet.station_id', 'packet.packet_id', 'packet.jwe'])
    .where('packet.erased_at', 'is', null)
    .where('packet.state', 'in', ['APPROVED', 'REJECTED', 'NOT_VERIFIED'])
    .where('packet.decided_at', '<=', new Date(at.getTime() - retentionDays * dayMs))
    .where((eb) => eb.or([eb('application.application_id', 'is', null), eb('application.erased_at', 'is not', null)]))
    .limit(batch)
    .execute()
  for (const packet of strays) await core.db.transaction().execute((trx) => erasePacket(trx, packet, at, core))
}

/**
 * Has the database overwrite what erased rows left on its pages, in central's tables and those of the identity service; the queue's hold numbers of
 * packets alone. Locks each table for as long: for a quiet hour. Answers how many tables there are.
 */
export async function rewriteTables({ db }: Pick<Central, 'db'>): Promise<number> {
  const tables = await sql<{ schema: string; name: string }>`
    SELECT schemaname AS schema, tablename AS name FROM pg_tables
    WHERE schemaname IN ('public', 'identity')`.execute(db)
  for (const { schema, name } of tables.rows) await sql`VACUUM FULL ${sql.id(schema, name)}`.execute(db)
  return tables.rows.length
}
