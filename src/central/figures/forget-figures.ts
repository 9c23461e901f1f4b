import { addMonths } from '../../enrolment/dates.ts'
import { legalDay } from '../../enrolment/local-day.ts'
import type { Policy } from '../../contract/policy.ts'
import type { Central } from '../context.ts'
import { forgetPractice } from '../training/visitors/practice-figures.ts'
import { mondayOf } from './periods.ts'

/** Takes operators out of figures and deletes practice cases when the policy's months for them are over, and visits when theirs are. */
export async function forgetFigures(
  { db, now }: Pick<Central, 'db' | 'now'>,
  { clerkFigureMonths, figureMonths }: Pick<Policy, 'clerkFigureMonths' | 'figureMonths'>,
): Promise<void> {
  const today = legalDay(now())
  const monday = (months: number) => mondayOf(addMonths(today, -months))
  const before = (months: number) => monday(months) as never
  await forgetPractice({ db }, monday(clerkFigureMonths))
  await db
    .updateTable('visit_figure')
    .set({ operator_id: null })
    .where('operator_id', 'is not', null)
    .where('week', '<', before(clerkFigureMonths))
    .execute()
  await db.deleteFrom('visit_figure').where('week', '<', before(figureMonths)).where('age_band', 'is', null).execute()
}
