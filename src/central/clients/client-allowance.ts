import { sql } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'

const minuteMs = 60_000
/** Calls that an instance takes of a client's minute at once: one write for so many. */
const mostAtOnce = 25

type Core = Pick<Central, 'db' | 'now' | 'limits'>
export type ClientAllowance = { spend(clientId: string): Promise<void> }

/**
 * What one client may ask in a minute at all instances together: as much as one instance would give a caller. A client that runs wild, or is
 * in other hands, has no more of them for there being more. Once a minute's calls are gone, refusing costs no write. `spend`: rate_limited.
 */
export function createClientAllowance(core: Core): ClientAllowance {
  const held = new Map<string, { minute: number; left: number; isSpent: boolean }>()
  return {
    async spend(clientId) {
      const minute = Math.floor(core.now().getTime() / minuteMs) * minuteMs
      const mine = held.get(clientId)
      if (mine?.minute === minute && mine.left > 0) return void mine.left--
      if (mine?.minute === minute && mine.isSpent) throw new Failure('rate_limited', 'client')
      const given = await take(core, clientId, new Date(minute))
      // Another call may have taken some meanwhile: what it has left is added.
      const now = held.get(clientId)
      const left = (now?.minute === minute ? now.left : 0) + given
      held.set(clientId, { minute, left: Math.max(0, left - 1), isSpent: given < mostAtOnce })
      if (left < 1) throw new Failure('rate_limited', 'client')
    },
  }
}

/** Takes calls of a client's minute; how many there still were. */
async function take({ db, limits }: Core, clientId: string, minute: Date): Promise<number> {
  const most = Math.floor(limits.requestsBurst + 60 * limits.requestsPerSecond)
  const row = await db
    .insertInto('client_call')
    .values({ client_id: clientId, minute, calls: mostAtOnce })
    .onConflict((clash) =>
      clash
        .columns(['client_id', 'minute'])
        .doUpdateSet({ calls: sql<number>`client_call.calls + ${mostAtOnce}::integer` })
        .where('client_call.calls', '<', most),
    )
    .returning('calls')
    .executeTakeFirst()
  return row === undefined ? 0 : Math.min(mostAtOnce, most - (row.calls - mostAtOnce))
}

/** Minutes that are over count for nothing. */
export async function forgetClientCalls({ db, now }: Pick<Core, 'db' | 'now'>): Promise<void> {
  await db
    .deleteFrom('client_call')
    .where('minute', '<', new Date(now().getTime() - 60 * minuteMs))
    .execute()
}
