import { sql } from 'kysely'
import { PracticeFigures, PracticeMistake, type PracticeDebrief } from '../../../contract/practice.ts'
import type { Central } from '../../context.ts'

type Core = Pick<Central, 'db' | 'environment'>
type Of = { operators: readonly string[]; branch: string | null }
const mostDebriefs = 20

const nothing = Object.fromEntries(Object.keys(PracticeFigures.shape).map((name) => [name, 0])) as PracticeFigures

/** How practice cases went, by person; null outside training, where there are none. `branch`: only those sent there. */
export async function readPractice(core: Core, of: Of): Promise<((operatorId: string) => PracticeFigures) | null> {
  if (core.environment !== 'training') return null
  const judged = of.operators.length === 0 ? new Map() : await countJudged(core, of)
  return (operatorId) => judged.get(operatorId) ?? nothing
}

async function countJudged({ db }: Core, { operators, branch }: Of): Promise<Map<string, PracticeFigures>> {
  const count = (of: string) => sql<number>`(count(*) FILTER (WHERE mistake = ${of}))::integer`.as(of)
  const [falseOnes, trueOnes, differences, grounds] = PracticeMistake.options.map((name) => count(name))
  const rows = await db
    .selectFrom('practice_case')
    .select('operator_id')
    .select(sql<number>`count(*)::integer`.as('done'))
    .select(sql<number>`(count(*) FILTER (WHERE is_right))::integer`.as('right'))
    .select([falseOnes!, trueOnes!, differences!, grounds!])
    .where('operator_id', 'in', operators)
    .where('judged_at', 'is not', null)
    .$if(branch !== null, (query) => query.where('branch_name', '=', branch!))
    .groupBy('operator_id')
    .execute()
  return new Map(rows.map(({ operator_id, ...counts }) => [operator_id!, counts as PracticeFigures]))
}

/**
 * How many were sent to whom, concluded or not, and none to whoever concluded another's, by name of account; for central's own pages, never for a station: whoever calls a citizen and
 * sees the number rise knows. `branch`: only those sent there.
 */
export async function countSent({ db }: Core, branch: string | null): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('practice_case')
    .select(['sent_to', sql<number>`count(*)::integer`.as('sent')])
    .$if(branch !== null, (query) => query.where('branch_name', '=', branch!))
    .groupBy('sent_to')
    .orderBy('sent_to')
    .execute()
  const concluded = await db
    .selectFrom('practice_case')
    .select('operator_id')
    .distinct()
    .where('operator_id', 'is not', null)
    .$if(branch !== null, (query) => query.where('branch_name', '=', branch!))
    .orderBy('operator_id')
    .execute()
  const whoever = concluded.map(({ operator_id }): [string, number] => [operator_id!, 0])
  return new Map([...whoever, ...rows.map(({ sent_to, sent }): [string, number] => [sent_to, sent])])
}

/** What a person's last concluded practice cases were, the newest first: theirs alone to read. */
export async function readDebriefs({ db, environment }: Core, operatorId: string): Promise<PracticeDebrief[]> {
  if (environment !== 'training') return []
  const rows = await db
    .selectFrom('practice_case')
    .select(['reference', 'judged_at', 'fault', 'mistake', 'concluded', 'expected'])
    .where('operator_id', '=', operatorId)
    .where('judged_at', 'is not', null)
    .orderBy('judged_at', 'desc')
    .orderBy('reference')
    .limit(mostDebriefs)
    .execute()
  return rows.map(({ reference, judged_at, fault, mistake, concluded, expected }) => ({
    ...{ reference, judgedAt: judged_at!.toISOString(), fault, mistake },
    ...{ sealed: concluded!, right: expected },
  }))
}

/** Deletes practice cases sent before that day, concluded or not. */
export async function forgetPractice({ db }: Pick<Central, 'db'>, before: string): Promise<void> {
  await db.deleteFrom('practice_case').where('sent_at', '<', new Date(before)).execute()
}
