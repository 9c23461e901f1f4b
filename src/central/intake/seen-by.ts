import type { Db } from '../context.ts'

/** By application, who checked it before a person at central asked for a second visit: another clerk does that one. */
export async function seenBefore(db: Db, applicationIds: readonly string[]): Promise<Map<string, string[]>> {
  if (applicationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('packet')
    .select(['application_id', 'operator_id'])
    .where('application_id', 'in', applicationIds)
    .where('state', '=', 'NOT_VERIFIED')
    .where('decided_by', '<>', 'central')
    .execute()
  const seen = new Map<string, string[]>()
  for (const { application_id, operator_id } of rows)
    seen.set(application_id, [...(seen.get(application_id) ?? []), operator_id])
  return seen
}
