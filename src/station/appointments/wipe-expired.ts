import { localDay, msToNextDay } from '../../enrolment/local-day.ts'
import { lockedHours } from './locked-hours.ts'
import type { Store } from '../store/open-store.ts'
import { isOverIn, type AppointmentParts } from './parts.ts'
import type { Appointments } from './port.ts'
import { strippingOf } from './strip.ts'

interface VisitEnd {
  appointmentId: string
  reference: string
  endsAt: string
  isBare: 0 | 1
  /** No outcome is recorded. */
  isOpen: 0 | 1
}

const dayMs = 86_400_000

/** What is wiped of visits whose day is over, and when that is due. */
export function wipingOf(parts: AppointmentParts): Pick<Appointments, 'wipeExpired' | 'dueInMs'> {
  const { store, audit, clock, timeZone } = parts
  const { ends, remove, forgetSettled, forgetOld } = statementsOf(store.db)
  const strip = strippingOf(store)
  const isOver = isOverIn(parts)
  const retainedFrom = () => new Date(clock.now().getTime() - parts.policy().retentionDays * dayMs).toISOString()
  /** An outcome that nobody recorded on the day may still be recorded: the visit stays, without whom it was to. */
  const stays = ({ isOpen, endsAt }: VisitEnd) => isOpen === 1 && endsAt >= retainedFrom()
  const overdue = (heldReference: string | null) =>
    ends
      .all()
      .filter((visit) => isOver(visit.endsAt) && visit.reference !== heldReference)
      .filter((visit) => !(stays(visit) && visit.isBare === 1))
  let wipedOn: string | null = null
  /** Those that central knows, after their day; and, past the retention, those that it would not take: how many of these. */
  const forgetOutcomes = (now: Date): number => {
    forgetSettled.run(localDay(now, timeZone))
    return forgetOld.run(retainedFrom()).changes
  }
  const locked = lockedHours(parts)
  const count = store.db.prepare<[], { n: number }>('SELECT count(*) AS n FROM appointments')
  /** The day is not known, the hours that the station ran are. Outcomes wait for central all the same. */
  const wipeLocked = (): number => {
    if (locked.leftMs() > 0) return 0
    const { changes } = store.db.prepare('DELETE FROM appointments').run()
    if (changes > 0) {
      const facts = { count: changes, outcomesNotTaken: 0 }
      audit.append({ action: 'appointment.wiped', actor: 'station', subject: null, facts })
      store.flush()
    }
    return changes
  }
  return {
    wipeExpired: (heldReference) => {
      if (clock.isLocked()) return wipeLocked()
      const wiped = overdue(heldReference)
      const outcomes = store.transaction(() => {
        for (const visit of wiped) {
          if (stays(visit)) strip(visit.appointmentId)
          else remove.run(visit.appointmentId)
        }
        const facts = { count: wiped.length, outcomesNotTaken: forgetOutcomes(clock.now()) }
        if (wiped.length + facts.outcomesNotTaken > 0)
          audit.append({ action: 'appointment.wiped', actor: 'station', subject: null, facts })
        return facts.outcomesNotTaken
      })
      wipedOn = localDay(clock.now(), timeZone)
      const total = wiped.length + outcomes
      if (total > 0) store.flush()
      return total
    },
    dueInMs: (heldReference) => {
      const leftMs = locked.leftMs()
      if (clock.isLocked()) return count.get()!.n > 0 ? leftMs : Infinity
      const isDue = overdue(heldReference).length > 0 || wipedOn !== localDay(clock.now(), timeZone)
      return isDue ? 0 : msToNextDay(clock.now(), timeZone)
    },
  }
}

function statementsOf(db: Store['db']) {
  // A session that was cut off is resumed from its draft, past midnight too: it finds its application as long as there is one.
  const ends = db.prepare<[], VisitEnd>(
    `SELECT appointment_id AS appointmentId, reference, ends_at AS endsAt, application = 'null' AS isBare,
       outcome IS NULL AS isOpen
     FROM appointments LEFT JOIN appointment_outcomes USING (appointment_id)
     WHERE reference NOT IN (SELECT reference FROM drafts)`,
  )
  const remove = db.prepare('DELETE FROM appointments WHERE appointment_id = ?')
  const forgetSettled = db.prepare(
    'DELETE FROM appointment_outcomes WHERE settled_revision >= revision AND substr(at, 1, 10) < ?',
  )
  const forgetOld = db.prepare('DELETE FROM appointment_outcomes WHERE at < ?')
  return { ends, remove, forgetSettled, forgetOld }
}
