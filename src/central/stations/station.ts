import { legalTimeZone } from '../../contract/legal-time.ts'
import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { isTimeZone } from '../../enrolment/local-day.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import type { Db } from '../context.ts'
import type { Tables } from '../database/tables.ts'

export type Station = Selectable<Tables['station']>

/** A station and where it stands. */
export type PlacedStation = Pick<Station, 'station_id' | 'time_zone'>

/** The zone of its registration; legal time where none was told, or one that this machine does not know. */
export const zoneOf = ({ time_zone }: Pick<PlacedStation, 'time_zone'>): string =>
  time_zone !== null && isTimeZone(time_zone) ? time_zone : legalTimeZone

export async function findStation(db: Db, stationId: string): Promise<Station | null> {
  return (await db.selectFrom('station').selectAll().where('station_id', '=', stationId).executeTakeFirst()) ?? null
}

/** Code: not_found. */
export async function requireStation(db: Db, stationId: string): Promise<Station> {
  const station = await findStation(db, stationId)
  if (station === null) throw new Failure('not_found', 'station')
  return station
}

/** The keys that count for a station at a time: the registered one and, during a rotation's overlap, those before. */
export function stationKeys({ public_key, retired_keys }: Station, at: Date): PublicJwk[] {
  const overlapping = retired_keys.filter(({ valid_until }) => new Date(valid_until) > at)
  return [public_key, ...overlapping.map(({ key }) => key)]
}

/** Whether a key counts for a station at a time. */
export function hasKey(station: Station, thumbprint: string, at: Date): boolean {
  return station.thumbprint === thumbprint || stationKeys(station, at).some((key) => thumbprintOf(key) === thumbprint)
}

/** Whatever a station may have sealed with: a packet is never refused for its age, only looked at (`station_key_retired`). */
export function sealingKeys({ public_key, retired_keys }: Station): PublicJwk[] {
  return [public_key, ...retired_keys.map(({ key }) => key)]
}

/**
 * A station's id follows from its first key (a version 8 UUID of the key's thumbprint), so that a registration whose
 * answer was lost can be sent again.
 */
export function stationIdOf(thumbprint: string): string {
  const bytes = createHash('sha256').update(`station ${thumbprint}`).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
