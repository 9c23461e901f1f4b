import { sql } from 'kysely'
import type { Central, Db } from '../../context.ts'
import { literally } from '../page.ts'
import { partsOf, readNumberFragment, readReferenceFragment, referencePatterns } from './fragments.ts'

/** Of each kind so many at most: whoever finds more says more of it. */
export const mostFound = 20

/** As migrations/central/0031-search.sql has it, word for word: else the index is not taken. */
const parts = sql`(ARRAY[
  substr(reference, 1, 3), substr(reference, 2, 1) || substr(reference, 3, 1) || substr(reference, 5, 1),
  substr(reference, 3, 1) || substr(reference, 5, 2), substr(reference, 5, 3),
  substr(reference, 6, 2) || substr(reference, 9, 1), substr(reference, 7, 1) || substr(reference, 9, 2),
  substr(reference, 9, 3), substr(reference, 10, 3)])`

/** Applications by any part of their reference of three characters or more. */
export async function findReferences(db: Db, typed: string) {
  const fragment = readReferenceFragment(typed)
  if (fragment === null) return []
  return referencesBy(db, fragment).execute()
}

export const referencesBy = (db: Db, fragment: string) =>
  db
    .selectFrom('application_reference')
    .select(['application_id', 'reference'])
    .where(sql<boolean>`${parts} @> ${sql.join([sql`ARRAY[${sql.join(partsOf(fragment))}]::text[]`])}`)
    .where((eb) => eb.or(referencePatterns(fragment).map((pattern) => eb('reference', 'like', pattern))))
    .orderBy('reference')
    .limit(mostFound + 1)

type Number = NonNullable<ReturnType<typeof readNumberFragment>>
const packetColumns = ['packet_id', 'application_id', 'branch_name', 'packet.state', 'received_at'] as const
const packets = (db: Db) =>
  db.selectFrom('packet').innerJoin('station', 'station.station_id', 'packet.station_id').select(packetColumns)

export const packetsBeginning = (db: Db, { from, to }: Number) =>
  packets(db)
    .where('packet_id', '>=', from)
    .where('packet_id', '<=', to)
    .orderBy('packet_id')
    .limit(mostFound + 1)

export const packetsEnding = (db: Db, { ending }: Number) =>
  packets(db)
    .where(sql<string>`reverse(packet_id::text)`, 'like', `${[...ending].reverse().join('')}%`)
    .limit(mostFound + 1)

/** Packets by how their number begins or ends, of four digits or more. */
export async function findPackets(db: Db, typed: string) {
  const number = readNumberFragment(typed)
  if (number === null) return []
  const found = [...(await packetsBeginning(db, number).execute()), ...(await packetsEnding(db, number).execute())]
  return [...new Map(found.map((one) => [one.packet_id, one])).values()].slice(0, mostFound + 1)
}

export function findStations(db: Db, typed: string) {
  const number = readNumberFragment(typed)
  return db
    .selectFrom('station')
    .select(['station_id', 'branch_name', 'kind', 'state', 'last_seen_at'])
    .where((eb) =>
      eb.or([
        eb('branch_name', 'ilike', `%${literally(typed)}%`),
        ...(number === null ? [] : [eb.and([eb('station_id', '>=', number.from), eb('station_id', '<=', number.to)])]),
      ]),
    )
    .orderBy('branch_name')
    .limit(mostFound + 1)
    .execute()
}

export const findBranches = (db: Db, typed: string) =>
  db
    .selectFrom('branch')
    .select(['branch_id', 'name', 'postcode', 'closed_from', 'closed_until'])
    .where((eb) =>
      eb.or([
        eb('branch_id', 'like', `%${literally(typed.toLowerCase())}%`),
        eb('name', 'ilike', `%${literally(typed)}%`),
        eb('postcode', 'like', `${literally(typed)}%`),
      ]),
    )
    .orderBy('name')
    .limit(mostFound + 1)
    .execute()

export const findPeople = (db: Db, typed: string) =>
  db
    .selectFrom('person')
    .select(['person_id', 'display_name', 'revoked_at'])
    .where((eb) =>
      eb.or([
        eb('person_id', 'like', `%${literally(typed.toLowerCase())}%`),
        eb('display_name', 'ilike', `%${literally(typed)}%`),
      ]),
    )
    .orderBy('person_id')
    .limit(mostFound + 1)
    .execute()

export type Found = {
  references: Awaited<ReturnType<typeof findReferences>>
  packets: Awaited<ReturnType<typeof findPackets>>
  stations: Awaited<ReturnType<typeof findStations>>
  branches: Awaited<ReturnType<typeof findBranches>>
  people: Awaited<ReturnType<typeof findPeople>>
}

/** Everything here that a fragment is part of; what is a citizen's only for who may see it. */
export async function findEverywhere({ db }: Pick<Central, 'db'>, typed: string, maySeeCases: boolean): Promise<Found> {
  return {
    references: maySeeCases ? await findReferences(db, typed) : [],
    packets: maySeeCases ? await findPackets(db, typed) : [],
    stations: await findStations(db, typed),
    branches: await findBranches(db, typed),
    people: await findPeople(db, typed),
  }
}
