import type { NoticesSeen } from '../../central/services/service-port.ts'
import type { Identity } from '../context.ts'

/** How long what was settled is shown. */
const keptDays = 30
const dayMs = 24 * 3_600_000
const table = 'identity.notice'

/** How a service takes what it is told, of the last 30 days: what waits, what came through last, what failed last. */
export async function noticesOf({ db }: Pick<Identity, 'db'>, clientId: string): Promise<NoticesSeen> {
  const { waiting, lost, delivered } = await db
    .selectFrom(table)
    .select(({ fn }) => [
      fn.countAll().filterWhere('state', '=', 'due').as('waiting'),
      fn.countAll().filterWhere('state', 'in', ['refused', 'given_up']).as('lost'),
      fn.max('settled_at').filterWhere('state', '=', 'delivered').as('delivered'),
    ])
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow()
  const failed = await db
    .selectFrom(table)
    .select(['failure', 'failed_at'])
    .where('client_id', '=', clientId)
    .where('failed_at', 'is not', null)
    .orderBy('failed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    waiting: Number(waiting),
    lost: Number(lost),
    deliveredAt: delivered,
    failed: failed === undefined ? null : { at: failed.failed_at!, code: failed.failure! },
  }
}

/** What was settled and has had its time. */
export async function forgetNotices({ db, now }: Pick<Identity, 'db' | 'now'>): Promise<void> {
  const before = new Date(now().getTime() - keptDays * dayMs)
  await db.deleteFrom(table).where('settled_at', '<', before).execute()
}
