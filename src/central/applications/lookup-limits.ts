import { sql } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import { hourOf, raiseAlarm, type AlarmKind, type Place } from '../alarms/raise-alarm.ts'
import type { Central, Db } from '../context.ts'
import { currentPolicy } from '../stations/config.ts'

type Core = Pick<Central, 'db' | 'now' | 'log'>

const everybody = ''

/**
 * Counts one look-up before it is answered, and refuses it where a person or a station asks for more than the policy allows within
 * an hour, or asks too often for references that do not exist. Each refusal raises an alarm. Code: lookup_limit.
 */
export async function spendLookup(core: Core, { stationId, operatorId }: Place): Promise<void> {
  const hour = hourOf(core.now())
  const mine = await add(core.db, { stationId, operatorId, hour, asked: 1, missed: 0 })
  const all = await core.db
    .selectFrom('lookup_count')
    .select((eb) => [eb.fn.sum<string>('asked').as('asked'), eb.fn.sum<string>('missed').as('missed')])
    .where('station_id', '=', stationId)
    .where('hour', '=', hour)
    .executeTakeFirstOrThrow()
  const policy = await currentPolicy(core.db)
  const over: [AlarmKind, boolean, string][] = [
    ['lookup_person_limit', mine > policy.lookupsPerPersonHour, operatorId],
    ['lookup_station_limit', Number(all.asked) > policy.lookupsPerStationHour, everybody],
    ['lookup_misses', Number(all.missed) >= policy.lookupMissesPerHour, everybody],
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

/** How often this person has asked within the hour. */
async function add(
  db: Db,
  { stationId: station_id, operatorId: operator_id, hour, asked, missed }: Count,
): Promise<number> {
  const row = await db
    .insertInto('lookup_count')
    .values({ station_id, operator_id, hour, asked, missed })
    .onConflict((clash) =>
      clash.columns(['station_id', 'operator_id', 'hour']).doUpdateSet({
        asked: sql`lookup_count.asked + excluded.asked`,
        missed: sql`lookup_count.missed + excluded.missed`,
      }),
    )
    .returning('asked')
    .executeTakeFirstOrThrow()
  return row.asked
}
