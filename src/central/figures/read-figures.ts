import { sql, type RawBuilder } from 'kysely'
import type { Central } from '../context.ts'
import type { IsoDate } from '../../contract/identity.ts'
import { figureSteps, stepVerdicts, type StepVerdict } from './step-verdicts.ts'

/** What visits are put together by. */
export const groupings = ['branch', 'document', 'week', 'operator'] as const
export type Grouping = (typeof groupings)[number]

const columns: Record<Grouping, RawBuilder<string>> = {
  branch: sql`visit_figure.branch_name`,
  document: sql`visit_figure.document`,
  week: sql`to_char(visit_figure.week, 'YYYY-MM-DD')`,
  operator: sql`visit_figure.operator_id`,
}

/** Weeks from one Monday to another, both included; one branch or all, some operators or all. */
export type Period = { from: IsoDate; to: IsoDate; branch: string | null; operators?: readonly string[] }

export type GroupFigures = {
  name: string
  visits: number
  approved: number
  refused: number
  cannotTell: number
  abandoned: number
  /** Approved by central at the first visit, without a repeated capture or read and without a release. */
  firstTimeRight: number
  /** Approved at the counter, and not by central. */
  reversed: number
  /** Put before a person at central. */
  looked: number
  contested: number
  releases: number
  retries: number
  /** Visits whose station says how long they took. */
  timed: number
  meanSeconds: number | null
  meanDecisionSeconds: number | null
}

const within = ({ from, to, branch, operators }: Period) => {
  const there = branch === null ? sql`` : sql` AND branch_name = ${branch}`
  const theirs = operators === undefined ? sql`` : sql` AND visit_figure.operator_id IN (${sql.join(operators)})`
  return sql`visit_figure.week BETWEEN ${from}::date AND ${to}::date${there}${theirs}`
}

/** Rows of one page: the busiest first. */
const mostGroups = 200

type Counted = { [Name in keyof GroupFigures]: string | number | null }

/** Visits of a period by branch, document, week or operator. */
export async function readFigures({ db }: Pick<Central, 'db'>, by: Grouping, period: Period): Promise<GroupFigures[]> {
  const group = columns[by]
  const { rows } = await sql<Counted>`
    SELECT ${group} AS name, count(*) AS visits,
      count(*) FILTER (WHERE outcome = 'approved') AS approved,
      count(*) FILTER (WHERE outcome = 'refused') AS refused,
      count(*) FILTER (WHERE outcome = 'unverifiable') AS "cannotTell",
      count(*) FILTER (WHERE outcome = 'cancelled') AS abandoned,
      count(*) FILTER (WHERE state = 'APPROVED' AND is_first AND releases = 0 AND retries = 0) AS "firstTimeRight",
      count(*) FILTER (WHERE outcome = 'approved' AND state IN ('REJECTED', 'NOT_VERIFIED')) AS reversed,
      count(*) FILTER (WHERE decided_by <> 'central' OR state IN ('MANUAL_REVIEW', 'QUARANTINED')) AS looked,
      count(*) FILTER (WHERE is_contested) AS contested,
      sum(releases) AS releases, sum(retries) AS retries, count(seconds) AS timed, avg(seconds) AS "meanSeconds",
      avg(extract(epoch FROM decided_at - received_at))
        FILTER (WHERE state IN ('APPROVED', 'REJECTED', 'NOT_VERIFIED')) AS "meanDecisionSeconds"
    FROM visit_figure JOIN packet
      ON packet.station_id = visit_figure.station_id AND packet.packet_id = visit_figure.packet_id
    WHERE ${within(period)} AND ${group} IS NOT NULL
    GROUP BY 1 ORDER BY ${by === 'week' ? sql`1 DESC` : sql`2 DESC, 1`} LIMIT ${mostGroups}`.execute(db)
  return rows.map((row) => numbersOf(row))
}

const meanOf = (value: string | number | null) => (value === null ? null : Number(value))

function numbersOf({ name, meanSeconds, meanDecisionSeconds, ...counts }: Counted): GroupFigures {
  const numbers = Object.fromEntries(Object.entries(counts).map(([key, value]) => [key, Number(value)]))
  return {
    ...(numbers as Omit<GroupFigures, 'name' | 'meanSeconds' | 'meanDecisionSeconds'>),
    name: String(name),
    meanSeconds: meanOf(meanSeconds),
    meanDecisionSeconds: meanOf(meanDecisionSeconds),
  }
}

export type StepRow = { step: (typeof figureSteps)[number]; meanSeconds: number | null } & Record<StepVerdict, number>

/** What came of each step in a period's visits, and how long it took. */
export async function readSteps({ db }: Pick<Central, 'db'>, period: Period): Promise<StepRow[]> {
  const { rows } = await sql<{
    step: string
    verdict: StepVerdict
    n: string | number
    seconds: string
    timed: string
  }>`
    SELECT part.key AS step, part.value->>'verdict' AS verdict, count(*) AS n,
      coalesce(sum((part.value->>'seconds')::integer), 0) AS seconds, count(part.value->>'seconds') AS timed
    FROM visit_figure, jsonb_each(visit_figure.steps) AS part
    WHERE ${within(period)} GROUP BY 1, 2`.execute(db)
  return figureSteps.map((step) => {
    const own = rows.filter((row) => row.step === step)
    const sum = (of: 'seconds' | 'timed') => own.reduce((total, row) => total + Number(row[of]), 0)
    const counts = stepVerdicts.map((verdict) => [verdict, Number(own.find((row) => row.verdict === verdict)?.n ?? 0)])
    const meanSeconds = sum('timed') === 0 ? null : sum('seconds') / sum('timed')
    return { step, meanSeconds, ...(Object.fromEntries(counts) as Record<StepVerdict, number>) }
  })
}
