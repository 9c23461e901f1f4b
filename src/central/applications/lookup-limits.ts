import { sql } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import { hourOf, raiseAlarm, type AlarmKind, type Place } from '../alarms/raise-alarm.ts'
import type { Central, Db } from '../context.ts'
import { currentPolicy } from '../stations/config.ts'

type Core = Pick<Central, 'db' | 'now' | 'log'>

const everybody = ''

/** So many people at one kiosk must have used up their misses before nobody is heard there. */
const missersAStation = 3

/**
 * Counts one look-up before it is answered, and refuses it where a person or a station asks for more than the policy allows within
 * an hour, or asks too often for references that do not exist. However often somebody asks, they count at the station for no more than
 * their own share: one person does not keep an office from its work. Each refusal raises an alarm. Code: lookup_limit.
 */
export async function spendLookup(core: Core, { stationId, operatorId }: Place): Promise<void> {
  const hour = hourOf(core.now())
  const { lookupsPerPersonHour, lookupsPerStationHour, lookupMissesPerHour } = await currentPolicy(core.db)
  const mine = await add(core.db, { stationId, operatorId, hour, asked: 1, missed: 0 })
  const all = await core.db
    .selectFrom('lookup_count')
    .select([
      sql<string>`sum(least(asked, ${lookupsPerPersonHour}::integer))`.as('asked'),
      sql<string>`sum(least(missed, ${lookupMissesPerHour}::integer))`.as('missed'),
    ])
    .where('station_id', '=', stationId)
    .where('hour', '=', hour)
    .executeTakeFirstOrThrow()
  const over: [AlarmKind, boolean, string][] = [
    ['lookup_person_limit', mine.asked > lookupsPerPersonHour, operatorId],
    ['lookup_misses', mine.missed >= lookupMissesPerHour, operatorId],
    ['lookup_station_limit', Number(all.asked) > lookupsPerStationHour, everybody],
    ['lookup_misses', Number(all.missed) >= missersAStation * lookupMissesPerHour, everybody],
  ]
  const [first] = over.filter(([, isOver]) => isOver)
  if (first === undefined) return
  await raiseAlarm(core, first[0], { stationId, operatorId: first[2] })
  throw new Failure('lookup_limit', first[0])
}

/** A reference that does not exist: mistyped now and then, tried out in a row. */
export async function noteMiss({ db, now }: Core, asker: Place): Promise<void> {
  await add(db, { ...asker, hour: hourOf(now()), asked: 0, missed: 1 })
}

export async function forgetLookupCounts({ db, now }: Pick<Core, 'db' | 'now'>): Promise<void> {
  await db
    .deleteFrom('lookup_count')
    .where('hour', '<', new Date(now().getTime() - 24 * 3_600_000))
    .execute()
}

type Count = Place & { hour: Date; asked: number; missed: number }

/** How often this person has asked, and for nothing, within the hour. */
async function add(
  db: Db,
  { stationId: station_id, operatorId: operator_id, hour, asked, missed }: Count,
): Promise<{ asked: number; missed: number }> {
  return db
    .insertInto('lookup_count')
    .values({ station_id, operator_id, hour, asked, missed })
    .onConflict((clash) =>
      clash.columns(['station_id', 'operator_id', 'hour']).doUpdateSet({
        asked: sql`lookup_count.asked + excluded.asked`,
        missed: sql`lookup_count.missed + excluded.missed`,
      }),
    )
    .returning(['lookup_count.asked', 'lookup_count.missed'])
    .executeTakeFirstOrThrow()
}
