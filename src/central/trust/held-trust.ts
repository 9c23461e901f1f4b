import type { Db } from '../context.ts'
import type { Station } from '../stations/station.ts'

/** What a station says it holds whole; written when that changed. */
export async function noteHeldTrust(db: Db, { station_id, trust_held }: Station, version: number): Promise<void> {
  if (trust_held === version) return
  await db.updateTable('station').set({ trust_held: version }).where('station_id', '=', station_id).execute()
}

const mostShown = 100

/** Kiosks in service by what they hold: how many have `version`, and those that do not, the longest silent first, 100 at most. */
export async function heldTrust(db: Db, version: number) {
  const active = db.selectFrom('station').where('state', '=', 'active')
  const { n } = await active
    .where('trust_held', '=', version)
    .select((eb) => eb.fn.countAll<string | number>().as('n'))
    .executeTakeFirstOrThrow()
  const behind = await active
    .select(['station_id', 'branch_name', 'trust_held', 'last_seen_at'])
    .where('trust_held', 'is distinct from', version)
    .orderBy('last_seen_at')
    .orderBy('station_id')
    .limit(mostShown)
    .execute()
  return { current: Number(n), behind }
}
