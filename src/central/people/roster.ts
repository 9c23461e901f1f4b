import type { Roster, RosterPerson } from '../../contract/protocol/people.ts'
import { authorityOf, type Central, type Db } from '../context.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { zoneOf, type PlacedStation } from '../stations/station.ts'
import { dayText, hasBegun, termRank } from './term-order.ts'

/** A station's own people as they are on the day that it is there, those who left it included, so that it hears that they did. */
export async function rosterPeople(db: Db, station: PlacedStation, at: Date): Promise<RosterPerson[]> {
  const { station_id: stationId } = station
  const today = localDay(at, zoneOf(station))
  const people = await db
    .selectFrom('assignment')
    .innerJoin('person', 'person.person_id', 'assignment.person_id')
    .innerJoin('person_term as term', 'term.person_id', 'person.person_id')
    .select(['person.person_id', 'display_name', 'role', 'revoked_at', 'ended_at'])
    .select(dayText('trained_until').as('trained_until'))
    .distinctOn('person.person_id')
    .where('assignment.station_id', '=', stationId)
    .orderBy('person.person_id')
    .orderBy(hasBegun(today), 'desc')
    .orderBy(termRank(today))
    .execute()
  const keys = await keysAt(db, stationId, at)
  return people.map(({ ended_at, revoked_at, ...person }) => ({
    ...person,
    revoked_at: earliest([ended_at, revoked_at]),
    keys: keys.filter(({ person_id }) => person_id === person.person_id).map(({ thumbprint }) => thumbprint),
  }))
}

function keysAt(db: Db, stationId: string, at: Date) {
  return db
    .selectFrom('key_owner')
    .select(['thumbprint', 'person_id'])
    .where('station_id', '=', stationId)
    .where('person_id', 'is not', null)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', at)]))
    .orderBy('thumbprint')
    .execute()
}

function earliest(times: readonly (Date | null)[]): string | null {
  const known = times.filter((time) => time !== null).map((time) => time.getTime())
  return known.length === 0 ? null : new Date(Math.min(...known)).toISOString()
}

/** The roster of a station as of now, signed. */
export async function signRoster(central: Central, station: PlacedStation): Promise<string> {
  return signPeople(central, station.station_id, await rosterPeople(central.db, station, central.now()))
}

export function signPeople(central: Central, station_id: string, people: RosterPerson[]): string {
  const roster: Roster = { environment: central.environment, station_id, as_of: central.now().toISOString(), people }
  return signCompactJws(authorityOf(central), { typ: 'guichet-roster+jwt' }, roster)
}
