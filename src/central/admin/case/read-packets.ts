import { sql, type Selectable } from 'kysely'
import type { Db } from '../../context.ts'
import type { Tables } from '../../database/tables.ts'

const readRows = (db: Db, applicationId: string) =>
  db
    .selectFrom('packet')
    .innerJoin('station', 'station.station_id', 'packet.station_id')
    .select(['packet.station_id', 'packet_id', 'seq', 'operator_id', 'outcome', 'captured_at', 'received_at'])
    .select(['packet.state', 'reasons', 'notes', 'decided_at', 'decided_by', 'delivered_by', 'kept', 'erased_at'])
    .select(['branch_name', 'kind', 'time_zone'])
    .where('application_id', '=', applicationId)
    .orderBy('captured_at')
    .execute()

/** Who released a gate of it, as central's own grounds have it; words and reasons are sealed. */
const readManagers = (db: Db, { station_id, packet_id }: Key) =>
  db
    .selectFrom('packet_ground')
    .select('fingerprint')
    .where('kind', '=', 'manager')
    .where('station_id', '=', station_id)
    .where('packet_id', '=', packet_id)
    .execute()

/** Every decision on it that its station was told, the first one first. */
async function readDecisions(db: Db, { station_id, packet_id }: Key): Promise<ToldDecision[]> {
  const rows = await db
    .selectFrom('event')
    .select(['at', 'body'])
    .where('station_id', '=', station_id)
    .where('type', '=', 'decision')
    .where(sql<string>`body ->> 'packet_id'`, '=', packet_id)
    .orderBy('number')
    .execute()
  return rows.map(({ at, body }) => ({ at, state: body['decision'] as string, reasons: body['reasons'] as string[] }))
}

const readFigure = (db: Db, { station_id, packet_id }: Key) =>
  db
    .selectFrom('visit_figure')
    .select(['document', 'reader', 'seconds', 'retries', 'releases'])
    .where('station_id', '=', station_id)
    .where('packet_id', '=', packet_id)
    .executeTakeFirst()

type Key = { station_id: string; packet_id: string }
export type ToldDecision = { at: Date; state: string; reasons: string[] }
export type CasePacket = Awaited<ReturnType<typeof readRows>>[number] & {
  managers: string[]
  decisions: ToldDecision[]
  figure: Pick<Selectable<Tables['visit_figure']>, 'document' | 'reader' | 'seconds' | 'retries' | 'releases'> | null
}

/** An application's packets, the earliest captured first, with what central noted of each when it decided. */
export async function readPackets(db: Db, applicationId: string): Promise<CasePacket[]> {
  const rows = await readRows(db, applicationId)
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      managers: (await readManagers(db, row)).map(({ fingerprint }) => fingerprint),
      decisions: await readDecisions(db, row),
      figure: (await readFigure(db, row)) ?? null,
    })),
  )
}
