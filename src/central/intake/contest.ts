import { noteContested } from '../figures/visit-figure.ts'
import { randomUUID } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { transact } from '../database/transact.ts'
import { queueMail } from '../mail/outbox.ts'
import { currentPolicy } from '../stations/config.ts'
import { advance, refusalOf } from './advance.ts'
import { lockApplication } from './application-store.ts'
import { sealWords } from './declaration.ts'

type Core = Pick<Central, 'db' | 'now' | 'keys'>
const dayMs = 24 * 3_600_000

/**
 * A citizen contests a decision within its appeal time, in their own words: a person answers within the policy's days, and nothing
 * is erased before. One contest at a time. Returns by when.
 * Codes: application_unknown, contest_too_late, contest_open, and the state's own where nothing was decided.
 */
export async function contestDecision({ db, now, keys }: Core, applicationId: string, words: string): Promise<Date> {
  const at = now()
  return transact(db, async (trx) => {
    const row = await lockApplication(trx, applicationId)
    if (row.state !== 'REJECTED' && row.state !== 'SUSPENDED') throw new Failure(refusalOf(row.state))
    const isLate = row.erased_at !== null || (row.appeal_until !== null && row.appeal_until <= at)
    if (isLate) throw new Failure('contest_too_late')
    const open = await trx
      .selectFrom('contest')
      .select('contest_id')
      .where('application_id', '=', applicationId)
      .where('answered_at', 'is', null)
      .executeTakeFirst()
    if (open !== undefined) throw new Failure('contest_open')
    const { contestAnswerDays } = await currentPolicy(trx)
    const due_at = new Date(at.getTime() + contestAnswerDays * dayMs)
    const contest_id = randomUUID()
    const sealed = sealWords(keys(), applicationId, words)
    await trx
      .insertInto('contest')
      .values({ application_id: applicationId, contest_id, words: sealed, received_at: at, due_at })
      .execute()
    await noteContested(trx, applicationId)
    await queueMail(trx, { applicationId, kind: 'contest_received', reasons: [], at })
    return due_at
  })
}

export type ContestAnswer = 'upheld' | 'second_visit'

/**
 * A person's answer to a contest, which the citizen is told: the decision stands, or the application is open for a second visit.
 * Codes: not_found (no such contest, or answered), and the state's own.
 */
export async function answerContest(
  { db, now }: Pick<Central, 'db' | 'now'>,
  applicationId: string,
  answer: ContestAnswer,
  answeredBy: string,
): Promise<void> {
  const at = now()
  await transact(db, async (trx) => {
    const { state } = await lockApplication(trx, applicationId)
    const { numUpdatedRows } = await trx
      .updateTable('contest')
      .set({ answer, answered_at: at, answered_by: answeredBy })
      .where('application_id', '=', applicationId)
      .where('answered_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new Failure('not_found', 'contest')
    if (answer === 'upheld') await queueMail(trx, { applicationId, kind: 'contest_upheld', reasons: [], at })
    else if (state === 'REJECTED' || state === 'SUSPENDED') await advance(trx, { applicationId, event: 'reopened', at })
    else throw new Failure(refusalOf(state))
  })
}
