import type { AppointmentOutcome } from '../contract/appointment.ts'
import type { Outcome, OutcomeReason } from '../contract/decision.ts'
import type { FailureCode } from '../contract/failure.ts'

/** What one outcome of a session means for the home visit and the application, and for which reasons it may be given. */
type Story = {
  /** The home visit's outcome; null: the postman records it, not the session. */
  visit: AppointmentOutcome | null
  /** The application's state once central agrees; `open`: it stays open, and the citizen may be seen again. */
  application: 'verified' | 'refused' | 'open'
  /**
   * The only reasons that it may carry. Of `refused`: grounds on which an application may be closed for good (R22), each of them to be
   * shown by the facts; what merely could not be checked is none.
   */
  reasons: readonly OutcomeReason[]
}

/** Session, visit and application: one table for station and central, so that no two of them tell different stories. */
export const stories: Record<Outcome, Story> = {
  approved: { visit: 'done', application: 'verified', reasons: [] },
  refused: {
    visit: 'done',
    application: 'refused',
    reasons: [
      'document_expired',
      'document_not_accepted',
      'permit_too_short',
      'citizen_underage',
      'address_not_french',
      'declared_differs',
      'document_suspected_forged',
      'chip_not_genuine',
      'chip_copied',
      'person_not_holder',
    ],
  },
  unverifiable: {
    visit: 'done',
    application: 'open',
    reasons: [
      'document_suspected_forged',
      'chip_not_genuine',
      'chip_copied',
      'chip_unreadable',
      'reader_unavailable',
      'capture_failed',
      'print_unreadable',
      'person_undetermined',
      'citizen_left',
    ],
  },
  cancelled: {
    visit: null,
    application: 'open',
    reasons: ['operator_conflict', 'citizen_left', 'consent_withdrawn', 'wrong_application'],
  },
}

/** Whether an outcome may carry these reasons, whatever the facts of the visit: the same at the counter, at the seal and at central. */
export const mayCarry = (outcome: Outcome, reasons: readonly OutcomeReason[]): boolean =>
  reasons.every((reason) => stories[outcome].reasons.includes(reason))

/** Whether somebody was seen: then the visit took place, whatever anybody says of it before or after. */
export const isHeld = (outcome: Outcome): boolean => stories[outcome].visit === 'done'

/** What is known of a home visit; `held` once a session of it was sealed. */
export type VisitState = { outcome: AppointmentOutcome | null; held: boolean }
export type VisitEvent = { by: 'postman'; outcome: AppointmentOutcome } | { by: 'session'; outcome: Outcome }

/**
 * What a later event makes of a visit: a session that was held turns every outcome before it into `done`, a `no_show` by mistake as
 * well, and nothing changes it afterwards; until then the postman's latest word counts; a cancelled session says nothing.
 */
export function visitAfter(before: VisitState, event: VisitEvent): VisitState {
  if (event.by === 'session')
    return isHeld(event.outcome) ? { outcome: stories[event.outcome].visit, held: true } : before
  return before.held ? before : { outcome: event.outcome, held: false }
}

/** The visit's own first day and the day on which something is said of it, `YYYY-MM-DD`, both in the place's time zone. */
type VisitDays = { visit: string; said: string }

/**
 * Why the postman's word does not count; null while it does: `visit_held` once somebody was seen, unless it says again what is known,
 * `visit_not_due` for an absence before the visit's day. What is refused or put off may be known days ahead.
 */
export function whyNotSettled(
  { held, outcome }: VisitState,
  said: AppointmentOutcome,
  days: VisitDays,
): FailureCode | null {
  if (held) return said === outcome ? null : 'visit_held'
  return said === 'no_show' && days.said < days.visit ? 'visit_not_due' : null
}

/** A session belongs to a visit of the same person to the same application that begins at most so long before or after it. */
export const visitWindowMs = { before: 24 * 3_600_000, after: 36 * 3_600_000 }
