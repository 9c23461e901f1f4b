import { sql } from 'kysely'
import type { Central } from '../context.ts'
import { mostCounted, type GaugeName, type GaugeValue } from './metric-names.ts'

const dayMs = 24 * 3_600_000
const waitingStates = ['RECEIVED', 'VERIFYING', 'MANUAL_REVIEW', 'QUARANTINED'] as const

/** What the database says now: the same from every process. */
export async function readGauges({ db, now }: Pick<Central, 'db' | 'now'>): Promise<GaugeValue[]> {
  const waiting = await Promise.all(
    waitingStates.map(async (state) => {
      const some = db.selectFrom('packet').select('received_at').where('state', '=', state).limit(mostCounted)
      const { n, oldest } = await db
        .selectFrom(some.as('some'))
        .select((eb) => [eb.fn.countAll<string | number>().as('n'), eb.fn.min('received_at').as('oldest')])
        .executeTakeFirstOrThrow()
      return { state, n: Number(n), age: ageOf(oldest, now()) }
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
  const { rows: mails } = await sql<{ n: string | number; oldest: Date | null }>`
    SELECT count(*) AS n, min(created_at) AS oldest
    FROM (SELECT created_at FROM mail WHERE state = 'due' LIMIT ${mostCounted}) AS due`.execute(db)
  const { n: mailsDue = 0, oldest: oldestMail = null } = mails[0] ?? {}
  return [
    ...waiting.map(({ state, n }) => valueOf('guichet_packets_waiting', n, { state })),
    ...waiting.map(({ state, age }) => valueOf('guichet_packets_oldest_seconds', age, { state })),
    ...stations.map(({ state, n }) => valueOf('guichet_stations', n, { state })),
    ...alarms.map(({ kind, n }) => valueOf('guichet_alarms_day', n, { kind })),
    ...jobs.map(({ state, n }) => valueOf('guichet_jobs', n, { state })),
    ...jobs.map(({ state, retries }) => valueOf('guichet_job_retries', retries, { state })),
    valueOf('guichet_mails_waiting', mailsDue),
    valueOf('guichet_mails_oldest_seconds', ageOf(oldestMail, now())),
  ]
}

const valueOf = (name: GaugeName, value: number | string, labels: Record<string, string> = {}): GaugeValue => ({
  name,
  labels,
  value: Number(value),
})

const ageOf = (oldest: Date | string | null, at: Date): number =>
  oldest === null ? 0 : (at.getTime() - new Date(oldest).getTime()) / 1000
