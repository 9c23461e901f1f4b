import type { AnyPacketPayload } from '../../../contract/protocol/packet.ts'
import { mistakeOf } from '../../../enrolment/judge-conclusion.ts'
import type { Central, Trx } from '../../context.ts'

/**
 * Judges what a clerk concluded on a practice case, and records it, once: no later packet mends it. A visit that was broken off
 * concludes nothing and leaves the case open. Nothing happens for any other application.
 */
export async function judgePractice(
  trx: Trx,
  {
    application_id,
    outcome,
    reasons,
    operator,
  }: Pick<AnyPacketPayload, 'application_id' | 'outcome' | 'reasons' | 'operator'>,
  at: Date,
): Promise<void> {
  if (outcome === 'cancelled') return
  const open = await trx
    .selectFrom('practice_case')
    .select('expected')
    .where('application_id', '=', application_id)
    .where('judged_at', 'is', null)
    .executeTakeFirst()
  if (open === undefined) return
  const concluded = { outcome, reasons }
  const mistake = mistakeOf(concluded, open.expected)
  await trx
    .updateTable('practice_case')
    .set({
      ...{ operator_id: operator.operator_id, concluded: JSON.stringify(concluded) },
      ...{ judged_at: at, is_right: mistake === null, mistake },
    })
    .where('application_id', '=', application_id)
    .where('judged_at', 'is', null)
    .execute()
}

/**
 * Whether an application is a practice case that strayed out of training, as in a database whose environment somebody changed: no
 * decision may come of it.
 */
export async function isStrayPractice(
  { db, environment }: Pick<Central, 'db' | 'environment'>,
  applicationId: string,
): Promise<boolean> {
  if (environment === 'training') return false
  const found = await db
    .selectFrom('practice_case')
    .select('application_id')
    .where('application_id', '=', applicationId)
    .executeTakeFirst()
  return found !== undefined
}
