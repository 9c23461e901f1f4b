import { localDay, msToNextDay } from '../../enrolment/local-day.ts'
import type { VisitMarks } from '../../enrolment/session/marks.ts'
import type { Clock } from '../clock/port.ts'
import type { Store } from '../store/open-store.ts'

export interface MarksStore {
  /** What earlier visits of today left; null where there was none. */
  of(reference: string): VisitMarks | null
  save(reference: string, marks: VisitMarks): void
  /** Wipes those of days that are over; not of the visit under way, nor while a draft waits. How many. */
  expire(heldReference: string | null): number
  dueInMs(heldReference: string | null): number
}

/**
 * What stays of an application's visits until its day is over (migrations/0008), so that leaving without a draft and opening again
 * starts nothing over. Nothing of the citizen is in it.
 */
export function createVisitMarks({
  store,
  clock,
  timeZone,
}: {
  store: Store
  clock: Clock
  timeZone: string
}): MarksStore {
  const { db } = store
  const today = () => localDay(clock.now(), timeZone)
  const find = db.prepare<[string], { marks: string }>('SELECT marks FROM visit_marks WHERE reference = ?')
  const put = db.prepare('INSERT OR REPLACE INTO visit_marks (reference, local_day, marks) VALUES (?, ?, ?)')
  const past = `local_day <> @today AND reference IS NOT @held AND reference NOT IN (SELECT reference FROM drafts)`
  const count = db.prepare<[object], { n: number }>(`SELECT count(*) AS n FROM visit_marks WHERE ${past}`)
  const remove = db.prepare(`DELETE FROM visit_marks WHERE ${past}`)
  return {
    of: (reference) => {
      const row = find.get(reference)
      return row === undefined ? null : (JSON.parse(row.marks) as VisitMarks)
    },
    save: (reference, marks) => {
      const text = JSON.stringify(marks)
      // Most steps leave no mark: they cost the store nothing.
      if (find.get(reference)?.marks !== text) store.transaction(() => put.run(reference, today(), text))
    },
    expire: (held) => {
      const { changes } = remove.run({ today: today(), held })
      if (changes > 0) store.flush()
      return changes
    },
    dueInMs: (held) =>
      clock.isLocked() ? Infinity : count.get({ today: today(), held })!.n > 0 ? 0 : msToNextDay(clock.now(), timeZone),
  }
}
