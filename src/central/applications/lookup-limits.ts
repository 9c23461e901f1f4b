import { sql } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { Policy } from '../../contract/policy.ts'
import { raiseAlarm, type AlarmKind, type Place } from '../alarms/raise-alarm.ts'
import type { Central, Trx } from '../context.ts'
import { transact } from '../database/transact.ts'
import { currentPolicy } from '../stations/config.ts'

type Core = Pick<Central, 'db' | 'now' | 'log'>
type Count = { operatorId: string; asked: number; missed: number }
type Limits = Pick<Policy, 'lookupsPerPersonHour' | 'lookupsPerStationHour' | 'lookupMissesPerHour'>

const everybody = ''
const minuteMs = 60_000
const windowMs = 60 * minuteMs

/** So many people at one kiosk must have used up their misses before nobody is heard there. */
const missersAStation = 3

/**
 * Counts one look-up, and whether it was for nothing, before it is answered: however many come at once, at however many instances, no more
 * are answered within any sixty minutes than the policy allows a person and a station, nor more misses. What is refused is not counted,
 * and is refused whether or not there is such a reference. However often somebody asks, they count at the station for no more than their
 * own share: one person does not keep an office from its work. Each refusal raises an alarm. Code: lookup_limit.
 */
export async function countLookup(core: Core, { stationId, operatorId, isMiss }: Place & { isMiss: boolean }) {
  const limits = await currentPolicy(core.db)
  const minute = new Date(Math.floor(core.now().getTime() / minuteMs) * minuteMs)
  const reached = await transact(core.db, async (trx) => {
    await takeTurns(trx, stationId)
    const found = limitReached(await countsOf(trx, stationId, minute), operatorId, limits)
    if (found === null) await add(trx, { stationId, operatorId, minute, missed: isMiss ? 1 : 0 })
    return found
  })
  if (reached === null) return
  await raiseAlarm(core, reached.kind, { stationId, operatorId: reached.operatorId })
  throw new Failure('lookup_limit', reached.kind)
}

export async function forgetLookupCounts({ db, now }: Pick<Core, 'db' | 'now'>): Promise<void> {
  await db
    .deleteFrom('lookup_count')
    .where('hour', '<', new Date(now().getTime() - 24 * windowMs))
    .execute()
}

/** The first limit that one more look-up would pass, and whose; null where it passes none. */
function limitReached(
  counts: readonly Count[],
  operatorId: string,
  { lookupsPerPersonHour, lookupsPerStationHour, lookupMissesPerHour }: Limits,
): { kind: AlarmKind; operatorId: string } | null {
  const mine = counts.find((count) => count.operatorId === operatorId) ?? { asked: 0, missed: 0 }
  const all = (of: 'asked' | 'missed', share: number): number =>
    counts.reduce((sum, count) => sum + Math.min(count[of], share), 0)
  const reached: [AlarmKind, boolean, string][] = [
    ['lookup_person_limit', mine.asked >= lookupsPerPersonHour, operatorId],
    ['lookup_misses', mine.missed >= lookupMissesPerHour, operatorId],
    ['lookup_station_limit', all('asked', lookupsPerPersonHour) >= lookupsPerStationHour, everybody],
    ['lookup_misses', all('missed', lookupMissesPerHour) >= missersAStation * lookupMissesPerHour, everybody],
  ]
  const [first] = reached.filter(([, isReached]) => isReached)
  return first === undefined ? null : { kind: first[0], operatorId: first[2] }
}

/** Look-ups of one station are counted one after the other, whichever instance they came to. */
async function takeTurns(trx: Trx, stationId: string): Promise<void> {
  await trx.selectFrom('station').select('station_id').where('station_id', '=', stationId).forNoKeyUpdate().execute()
}

/** By person, from sixty minutes before this one on. */
async function countsOf(trx: Trx, stationId: string, minute: Date): Promise<Count[]> {
  const rows = await trx
    .selectFrom('lookup_count')
    .select(['operator_id', sql<string>`sum(asked)`.as('asked'), sql<string>`sum(missed)`.as('missed')])
    .where('station_id', '=', stationId)
    .where('hour', '>=', new Date(minute.getTime() - windowMs))
    .groupBy('operator_id')
    .execute()
  return rows.map((row) => ({ operatorId: row.operator_id, asked: Number(row.asked), missed: Number(row.missed) }))
}

async function add(
  trx: Trx,
  { stationId: station_id, operatorId: operator_id, minute, missed }: Place & { minute: Date; missed: number },
): Promise<void> {
  await trx
    .insertInto('lookup_count')
    .values({ station_id, operator_id, hour: minute, asked: 1, missed })
    .onConflict((clash) =>
      clash.columns(['station_id', 'operator_id', 'hour']).doUpdateSet({
        asked: sql`lookup_count.asked + excluded.asked`,
        missed: sql`lookup_count.missed + excluded.missed`,
      }),
    )
    .execute()
}
