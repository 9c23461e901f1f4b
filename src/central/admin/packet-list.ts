import type { ExpressionBuilder, Nullable, Selectable, SqlBool } from 'kysely'
import { lateAfterMs } from '../adjudication/sequence.ts'
import type { Central } from '../context.ts'
import type { StoredState, Tables } from '../database/tables.ts'
import type { Cursor } from './query.ts'

const pageSize = 100

export type PacketFilter = {
  states: readonly StoredState[]
  order: 'asc' | 'desc'
  after: Cursor | null
  station: string | null
  packetId: string | null
  gapOnly: boolean
}

type Shown =
  'station_id' | 'packet_id' | 'application_id' | 'seq' | 'operator_id' | 'outcome' | 'state' | 'reasons' | 'notes'
type Dated = 'captured_at' | 'received_at'
export type ListedPacket = Pick<Selectable<Tables['packet']>, Shown | Dated> & {
  branch_name: string
  gap: SqlBool | null
}
/** `reference`: null for an application that central does not know. */
export type ReferencedPacket = ListedPacket & { reference: string | null }
type PacketPage = { rows: ReferencedPacket[]; next: string | null }

/**
 * One page of files in order of arrival, and where the next begins. Each state is asked for by itself: that is a walk along the
 * index, however many there are. A gap counts once it is late, and is asked for again: the one before may wait for its turn.
 */
export async function listPackets(central: Central, filter: PacketFilter): Promise<PacketPage> {
  const { order, gapOnly } = filter
  const lists = await Promise.all(filter.states.map((state) => listState(central, state, filter)))
  const direction = order === 'asc' ? 1 : -1
  const rows = lists
    .flat()
    .filter(({ gap }) => gap || !gapOnly)
    .sort(
      (a, b) => direction * (a.received_at.getTime() - b.received_at.getTime() || (a.packet_id < b.packet_id ? -1 : 1)),
    )
  const page = rows.slice(0, pageSize)
  const last = page.at(-1)
  const next = rows.length > pageSize && last ? `${last.received_at.getTime()}.${last.packet_id}` : null
  const references = await referencesOf(central, page)
  return { rows: page.map((row) => ({ ...row, reference: references.get(row.application_id) ?? null })), next }
}

/** Asked for apart: the two tables are spread by different keys. */
async function referencesOf({ db }: Central, packets: readonly ListedPacket[]): Promise<Map<string, string>> {
  if (packets.length === 0) return new Map()
  const ids = [...new Set(packets.map(({ application_id }) => application_id))]
  const rows = await db
    .selectFrom('application')
    .select(['application_id', 'reference'])
    .where('application_id', 'in', ids)
    .execute()
  return new Map(rows.map(({ application_id, reference }) => [application_id, reference]))
}

function listState(
  { db, now }: Central,
  state: StoredState,
  { order, after, station, packetId, gapOnly }: PacketFilter,
): Promise<ListedPacket[]> {
  const lateSince = new Date(now().getTime() - lateAfterMs)
  return (
    db
      .selectFrom('packet')
      .innerJoin('station', 'station.station_id', 'packet.station_id')
      // Joined, not asked for with EXISTS: PostgreSQL would read the whole table for it.
      .leftJoin('packet as before', (join) =>
        join
          .onRef('before.station_id', '=', 'packet.station_id')
          .on((eb) => eb('before.seq', '=', eb('packet.seq', '-', 1))),
      )
      .select(['branch_name', 'packet.station_id', 'packet.packet_id', 'packet.application_id', 'packet.seq'])
      .select(['packet.operator_id'])
      .select(['packet.outcome', 'packet.state', 'packet.reasons', 'packet.notes'])
      .select(['packet.captured_at', 'packet.received_at'])
      .select((eb) => isGap(eb, lateSince).as('gap'))
      .where('packet.state', '=', state)
      .$if(station !== null, (query) => query.where('packet.station_id', '=', station))
      .$if(packetId !== null, (query) => query.where('packet.packet_id', '=', packetId))
      .$if(gapOnly, (query) => query.where((eb) => isGap(eb, lateSince)))
      .$if(after !== null, (query) =>
        query.where((eb) =>
          eb(
            eb.refTuple('packet.received_at', 'packet.packet_id'),
            order === 'asc' ? '>' : '<',
            eb.tuple(after!.at, after!.packetId),
          ),
        ),
      )
      .orderBy('packet.received_at', order)
      .orderBy('packet.packet_id', order)
      .limit(pageSize + 1)
      .execute()
  )
}

type Beside = Tables & { before: Nullable<Tables['packet']> }

/** Waits for the one before it, and long enough. */
function isGap(eb: ExpressionBuilder<Beside, 'packet' | 'before'>, lateSince: Date) {
  return eb.and([eb('packet.gap_since', '<', lateSince), eb('before.seq', 'is', null)])
}

const countedUpTo = 10_000

/** How many there are, counted up to ten thousand: what an administrator needs costs the same whatever the year. */
export async function countUpTo({ db }: Pick<Central, 'db'>, state: StoredState): Promise<string> {
  const some = db
    .selectFrom('packet')
    .select('state')
    .where('state', '=', state)
    .limit(countedUpTo + 1)
  const { n } = await db
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll<string | number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n) > countedUpTo ? `${countedUpTo}+` : String(n)
}
