import { Application } from '../../contract/application.ts'
import { Appointment } from '../../contract/appointment.ts'
import type { AppointmentOutcome } from '../../contract/appointment.ts'
import { Failure } from '../../contract/failure.ts'
import type { Policy } from '../../contract/policy.ts'
import { localDay, msToNextDay } from '../../enrolment/local-day.ts'
import { lockedHours } from './locked-hours.ts'
import { visitAfter, whyNotSettled, type VisitEvent, type VisitState } from '../../enrolment/visit-story.ts'
import type { Appointments } from './port.ts'
import type { Audit } from '../audit/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Clock } from '../clock/port.ts'
import type { Store } from '../store/open-store.ts'
import type { AppointmentItem } from '../../contract/sync.ts'

const dayMs = 86_400_000

export interface UnsettledOutcome {
  appointmentId: string
  operatorId: string
  outcome: AppointmentOutcome
  at: string
  note: string | null
  revision: number
}

interface VisitEnd {
  appointmentId: string
  reference: string
  endsAt: string
  isBare: 0 | 1
  /** No outcome is recorded. */
  isOpen: 0 | 1
}

interface AppointmentParts {
  store: Store
  audit: Audit
  clock: Clock
  timeZone: string
  policy: () => Policy
  bus: Bus
}

/**
 * The day's home visits: kept encrypted with their applications, each postman's own only. Whom a visit was to is
 * wiped with its outcome, at the latest after its day: the day on which it ends, in the time zone of now; one that is being held
 * then, or that a draft waits for, is kept until its session ends.
 */
export function createAppointments(parts: AppointmentParts): Appointments & ReturnType<typeof outcomesOf> {
  const { store, audit, clock } = parts
  const statements = statementsOf(store.db)
  const { list, find, own, settle, outcomeOf, ofReference } = statements
  const nonces = noncesOf(store)
  const stateOf = (appointmentId: string): VisitState => {
    const known = outcomeOf.get(appointmentId)
    return { outcome: known?.outcome ?? null, held: known?.held === 1 }
  }
  const record = (operatorId: string, appointmentId: string, event: VisitEvent, note: string | null) => {
    const before = stateOf(appointmentId)
    const { outcome, held } = visitAfter(before, event)
    if (outcome === null || (held && before.held)) return
    store.transaction(() => {
      const row = own.get(appointmentId, operatorId)
      if (row === undefined) throw new Failure('appointment_unknown')
      settle.run(appointmentId, operatorId, outcome, clock.now().toISOString(), note, held ? 1 : 0)
      if (isClosing(outcome)) strip(statements, appointmentId)
      audit.append({
        action: 'appointment.settled',
        actor: operatorId,
        subject: row.reference,
        facts: { outcome, by: event.by },
      })
    })
    if (isClosing(outcome)) store.flush()
    parts.bus.publish({ type: 'visit_settled' })
  }
  return {
    ...outcomesOf(store),
    chipNonceOf: nonces.of,
    ...wipingOf(parts, statements),
    ...takingOf(parts, statements),
    list: (operatorId) =>
      list.all(operatorId).map((row) => {
        const appointment = Appointment.parse(JSON.parse(row.appointment))
        return { ...appointment, outcome: row.outcome ?? appointment.outcome }
      }),
    fetchedAt: (operatorId) => store.readMeta(fetchedKey(operatorId)),
    applicationByReference: (reference, operatorId) => {
      const row = find.get(reference, operatorId)
      return row === undefined || row.application === noApplication
        ? null
        : Application.parse(JSON.parse(row.application))
    },
    settle: (operatorId, appointmentId, outcome, note) => {
      const startsAt = own.get(appointmentId, operatorId)?.startsAt
      if (startsAt === undefined) throw new Failure('appointment_unknown')
      const days = { visit: localDay(startsAt, parts.timeZone), said: localDay(clock.now(), parts.timeZone) }
      const code = whyNotSettled(stateOf(appointmentId), outcome, days)
      if (code !== null) throw new Failure(code)
      record(operatorId, appointmentId, { by: 'postman', outcome }, note)
    },
    hold: (operatorId, reference, outcome) => {
      nonces.spend(reference)
      for (const { appointmentId } of ofReference.all(reference, operatorId))
        record(operatorId, appointmentId, { by: 'session', outcome }, null)
    },
  }
}

/** Central's list takes the place of the one before. */
function takingOf(parts: AppointmentParts, statements: ReturnType<typeof statementsOf>): Pick<Appointments, 'replace'> {
  const { store, audit, clock, timeZone } = parts
  const { insert, count, outcomeOf } = statements
  const isOver = isOverIn(parts)
  const insertOne = ({ appointment, application, chip_nonce }: AppointmentItem) => {
    const { appointmentId, operatorId, reference, startsAt, endsAt } = appointment
    // What is settled here is not read again, whatever central still sends of it.
    const kept = isClosing(outcomeOf.get(appointmentId)?.outcome ?? null)
    const texts = kept ? [bare(appointment), noApplication] : [JSON.stringify(appointment), JSON.stringify(application)]
    insert.run(
      appointmentId,
      operatorId,
      reference,
      startsAt,
      endsAt,
      localDay(endsAt, timeZone),
      ...texts,
      kept ? null : chip_nonce,
    )
  }
  return {
    replace: (operatorId, items) => {
      const wanted = items.filter(
        ({ appointment }) => appointment.operatorId === operatorId && !isOver(appointment.endsAt),
      )
      const total = store.transaction(() => {
        store.db.prepare('DELETE FROM appointments WHERE operator_id = ?').run(operatorId)
        wanted.forEach(insertOne)
        store.writeMeta(fetchedKey(operatorId), clock.now().toISOString())
        audit.append({
          action: 'appointment.fetched',
          actor: operatorId,
          subject: null,
          facts: { count: wanted.length },
        })
        return count.get(operatorId)!.n
      })
      store.flush()
      return total
    },
  }
}

const fetchedKey = (operatorId: string) => `appointments_fetched ${operatorId}`

const noApplication = 'null'

/** After these outcomes nobody visits again: the citizen's data is deleted with the outcome. After a no-show the postman may try again. */
const isClosing = (outcome: AppointmentOutcome | null): boolean => outcome !== null && outcome !== 'no_show'

/** What remains of a visit: when it was and which application it was about. */
const bare = (appointment: Appointment): string =>
  JSON.stringify({ ...appointment, citizenName: '', address: '', phone: null, note: null } satisfies Appointment)

function strip({ read, reduce }: ReturnType<typeof statementsOf>, appointmentId: string): void {
  const row = read.get(appointmentId)
  if (row !== undefined) reduce.run(bare(Appointment.parse(JSON.parse(row.appointment))), noApplication, appointmentId)
}

/** Whether the day on which a visit ends is over at the counter. */
const isOverIn =
  ({ clock, timeZone }: AppointmentParts) =>
  (endsAt: string) =>
    localDay(endsAt, timeZone) < localDay(clock.now(), timeZone)

function wipingOf(parts: AppointmentParts, statements: ReturnType<typeof statementsOf>) {
  const { store, audit, clock, timeZone } = parts
  const { ends, remove, forgetSettled, forgetOld } = statements
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
  const wiping: Pick<Appointments, 'wipeExpired' | 'dueInMs'> = {
    wipeExpired: (heldReference) => {
      if (clock.isLocked()) return wipeLocked()
      const wiped = overdue(heldReference)
      const outcomes = store.transaction(() => {
        for (const visit of wiped) {
          if (stays(visit)) strip(statements, visit.appointmentId)
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
  return wiping
}

/** Central's nonces, one a visit: any session that was sealed may have shown its own. */
function noncesOf({ db }: Store) {
  const find = db.prepare<[string, string], { nonce: string | null }>(
    'SELECT nonce FROM appointments WHERE reference = ? AND operator_id = ?',
  )
  const forget = db.prepare('UPDATE appointments SET nonce = NULL WHERE reference = ?')
  return {
    of: (reference: string, operatorId: string) => find.get(reference, operatorId)?.nonce ?? null,
    spend: (reference: string) => void forget.run(reference),
  }
}

/** Outcomes that central has not heard yet; they outlive the appointment itself. */
function outcomesOf({ db }: Store) {
  const unsettled = db.prepare<[], UnsettledOutcome>(
    `SELECT appointment_id AS appointmentId, operator_id AS operatorId, outcome, at, note, revision
     FROM appointment_outcomes WHERE revision > settled_revision ORDER BY at LIMIT 200`,
  )
  const settled = db.prepare(
    `UPDATE appointment_outcomes SET settled_revision = @revision, note = CASE WHEN revision = @revision THEN NULL ELSE note END
     WHERE appointment_id = @appointmentId`,
  )
  return {
    unsettled: () => unsettled.all(),
    markSettled: (appointmentId: string, revision: number) => void settled.run({ appointmentId, revision }),
  }
}

function statementsOf(db: Store['db']) {
  const list = db.prepare<[string], { appointment: string; outcome: AppointmentOutcome | null }>(
    `SELECT a.appointment, o.outcome FROM appointments a LEFT JOIN appointment_outcomes o USING (appointment_id)
     WHERE a.operator_id = ? ORDER BY a.starts_at`,
  )
  const find = db.prepare<[string, string], { application: string }>(
    'SELECT application FROM appointments WHERE reference = ? AND operator_id = ?',
  )
  const own = db.prepare<[string, string], { reference: string; startsAt: string }>(
    'SELECT reference, starts_at AS startsAt FROM appointments WHERE appointment_id = ? AND operator_id = ?',
  )
  const settle = db.prepare(
    `INSERT INTO appointment_outcomes (appointment_id, operator_id, outcome, at, note, held) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET operator_id = excluded.operator_id, outcome = excluded.outcome, at = excluded.at,
       note = excluded.note, held = excluded.held, revision = revision + 1`,
  )
  const insert = db.prepare(`INSERT OR REPLACE INTO appointments (appointment_id, operator_id, reference,
      starts_at, ends_at, local_day, appointment, application, nonce) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const count = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM appointments WHERE operator_id = ?')
  // A session that was cut off is resumed from its draft, past midnight too: it finds its application as long as there is one.
  const ends = db.prepare<[], VisitEnd>(
    `SELECT appointment_id AS appointmentId, reference, ends_at AS endsAt, application = 'null' AS isBare,
       outcome IS NULL AS isOpen
     FROM appointments LEFT JOIN appointment_outcomes USING (appointment_id)
     WHERE reference NOT IN (SELECT reference FROM drafts)`,
  )
  const read = db.prepare<[string], { appointment: string }>(
    'SELECT appointment FROM appointments WHERE appointment_id = ?',
  )
  const reduce = db.prepare(
    'UPDATE appointments SET appointment = ?, application = ?, nonce = NULL WHERE appointment_id = ?',
  )
  const ofReference = db.prepare<[string, string], { appointmentId: string }>(
    'SELECT appointment_id AS appointmentId FROM appointments WHERE reference = ? AND operator_id = ?',
  )
  const outcomeOf = db.prepare<[string], { outcome: AppointmentOutcome; held: 0 | 1 }>(
    'SELECT outcome, held FROM appointment_outcomes WHERE appointment_id = ?',
  )
  const remove = db.prepare('DELETE FROM appointments WHERE appointment_id = ?')
  const forgetSettled = db.prepare(
    'DELETE FROM appointment_outcomes WHERE settled_revision >= revision AND substr(at, 1, 10) < ?',
  )
  const forgetOld = db.prepare('DELETE FROM appointment_outcomes WHERE at < ?')
  return {
    list,
    find,
    own,
    settle,
    insert,
    count,
    ends,
    remove,
    read,
    reduce,
    outcomeOf,
    ofReference,
    forgetSettled,
    forgetOld,
  }
}
