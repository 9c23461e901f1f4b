import { zoneOf, type PlacedStation } from '../stations/station.ts'
import type { Person as CasePerson } from '../adjudication/case.ts'
import type { Central } from '../context.ts'
import { endedAt, personAt } from './person.ts'

/** The people that a packet names as they were when it was captured, with the keys that were theirs at the station then. */
export async function rosterOfCase(
  { db, environment }: Pick<Central, 'db' | 'environment'>,
  station: PlacedStation,
  personIds: readonly string[],
  at: Date,
): Promise<CasePerson[]> {
  const stationId = station.station_id
  const timeZone = zoneOf(station)
  const keys = await db
    .selectFrom('key_owner')
    .select(['person_id', 'thumbprint', 'since', 'code_set_by'])
    .where('station_id', '=', stationId)
    .where('person_id', 'in', personIds)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', at)]))
    .orderBy('since', 'desc')
    .execute()
  const people = await Promise.all(
    [...new Set(personIds)].map(async (operatorId): Promise<CasePerson[]> => {
      const person = await personAt(db, operatorId, { at, timeZone })
      if (person === null) return []
      const theirs = keys.filter((key) => key.person_id === operatorId)
      return [
        {
          operatorId,
          role: person.role,
          trainedUntil: person.trainedUntil,
          confirmed: person.confirmedAt !== null,
          revokedAt: await endedAt(db, stationId, operatorId),
          keys: theirs.map(({ thumbprint }) => thumbprint),
          lateKeys:
            environment === 'training'
              ? []
              : theirs.filter(({ since }) => since > at).map(({ thumbprint }) => thumbprint),
          codeSetBy: theirs.find(({ code_set_by }) => code_set_by !== null)?.code_set_by ?? null,
        },
      ]
    }),
  )
  return people.flat()
}
