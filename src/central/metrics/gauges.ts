import { sql } from 'kysely'
import type { Central } from '../context.ts'
import type { Gauge } from './metrics.ts'

const dayMs = 24 * 3_600_000
/** What waits, by state: each a walk along one index, and never longer than this. */
const mostCounted = 10_000
const waitingStates = ['RECEIVED', 'VERIFYING', 'MANUAL_REVIEW', 'QUARANTINED'] as const

/** What the database says now: the same from every process. */
export async function readGauges({ db, now }: Pick<Central, 'db' | 'now'>): Promise<Gauge[]> {
  const waiting = await Promise.all(
    waitingStates.map(async (state) => {
      const some = db.selectFrom('packet').select('received_at').where('state', '=', state).limit(mostCounted)
      const { n, oldest } = await db
        .selectFrom(some.as('some'))
        .select((eb) => [eb.fn.countAll<string | number>().as('n'), eb.fn.min('received_at').as('oldest')])
        .executeTakeFirstOrThrow()
      const age = oldest === null ? 0 : (now().getTime() - new Date(oldest).getTime()) / 1000
      return { state, n: Number(n), age }
    }),
  )
  const stations = await db
    .selectFrom('station')
    .select(['state', (eb) => eb.fn.countAll<string | number>().as('n')])
    .groupBy('state')
    .execute()
  const alarms = await db
    .selectFrom('alarm')
    .select(['kind', (eb) => eb.fn.countAll<string | number>().as('n')])
    .where('raised_at', '>', new Date(now().getTime() - dayMs))
    .groupBy('kind')
    .execute()
  const { rows: jobs } = await sql<{ state: string; n: string | number; retries: string | number }>`
    SELECT state::text AS state, count(*) AS n, coalesce(sum(retry_count), 0) AS retries FROM pgboss.job
    WHERE state IN ('created', 'retry', 'active') GROUP BY state`.execute(db)
  return [
    {
      name: 'guichet_packets_waiting',
      help: `Sealed results that wait, by state; ${mostCounted} at most`,
      values: waiting.map(({ state, n }) => [{ state }, n]),
    },
    {
      name: 'guichet_packets_oldest_seconds',
      help: 'Age of the oldest of them',
      values: waiting.map(({ state, age }) => [{ state }, age]),
    },
    {
      name: 'guichet_stations',
      help: 'Kiosks by state',
      values: stations.map(({ state, n }) => [{ state }, Number(n)]),
    },
    {
      name: 'guichet_alarms_day',
      help: 'Alarms of the last day by kind',
      values: alarms.map(({ kind, n }) => [{ kind }, Number(n)]),
    },
    {
      name: 'guichet_jobs',
      help: 'Decisions still to be taken, by the state of their job',
      values: jobs.map(({ state, n }) => [{ state }, Number(n)]),
    },
    {
      name: 'guichet_job_retries',
      help: 'How often these were tried again',
      values: jobs.map(({ state, retries }) => [{ state }, Number(retries)]),
    },
  ]
}
