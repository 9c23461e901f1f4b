import { sql } from 'kysely'
import type { Central, Db } from '../context.ts'
import { longestVisitMs } from '../../enrolment/visit-length.ts'
import { currentPolicy } from '../stations/config.ts'

export type Held = { applicationId: string; from: Date }

/**
 * Notes that a station may have applications open, until a draft of them is over by the policy. To be called **before** the
 * application's state is read for the station: a recall changes the state first and asks for holders then, so that one of
 * the two sees the other, without a lock.
 */
export async function holdApplications({ db }: Pick<Central, 'db'>, station_id: string, held: Held[]): Promise<void> {
  if (held.length === 0) return
  const lastsMs = longestVisitMs(await currentPolicy(db))
  const latest = new Map<string, number>()
  for (const { applicationId, from } of held) {
    latest.set(applicationId, Math.max(from.getTime() + lastsMs, latest.get(applicationId) ?? 0))
  }
  const rows = [...latest].map(([application_id, ms]) => ({ application_id, station_id, held_until: new Date(ms) }))
  await db
    .insertInto('application_holder')
    .values(rows)
    .onConflict((clash) =>
      clash
        .columns(['application_id', 'station_id'])
        .doUpdateSet({ held_until: sql`greatest(application_holder.held_until, excluded.held_until)` }),
    )
    .execute()
}

/** Ids of the stations that may have an application open, in order. */
export async function holdersOf(db: Db, applicationId: string, at: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('application_holder')
    .select('station_id')
    .where('application_id', '=', applicationId)
    .where('held_until', '>', at)
    .orderBy('station_id')
    .execute()
  return rows.map(({ station_id }) => station_id)
}

export async function forgetHolders(db: Db, at: Date): Promise<void> {
  await db.deleteFrom('application_holder').where('held_until', '<=', at).execute()
}
