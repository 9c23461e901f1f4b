import { Failure } from '../../contract/failure.ts'
import type { SessionEvent } from '../../enrolment/session/events.ts'
import type { SessionState } from '../../enrolment/session/state.ts'
import type { Audit, AuditEntry } from '../audit/port.ts'

type Facts = AuditEntry['facts']
/** What of an event belongs in the log: an action and facts without anything personal. Not listed: not worth a record. */
const recorded: {
  [T in SessionEvent['type']]?: (
    event: Extract<SessionEvent, { type: T }>,
    next: SessionState,
  ) => { action: string; facts: Facts }[]
} = {
  application_found: ({ offline }) => [{ action: 'application.found', facts: { offline } }],
  application_failed: ({ code }) => [{ action: 'application.failed', facts: { code } }],
  consent_given: ({ consent }) => [
    { action: 'consent.given', facts: { textVersion: consent.textVersion, language: consent.language } },
  ],
  mrz_submitted: ({ reading, capture }) => [
    { action: 'mrz.read', facts: { format: reading.format, source: capture.source, certain: capture.certain } },
    ...(capture.corrections.length === 0
      ? []
      : [{ action: 'mrz.corrected', facts: correctionFacts(capture.corrections) }]),
  ],
  capture_failed: ({ kind, code }) => [{ action: 'capture.failed', facts: { kind, code } }],
  chip_read: ({ checks, accessProtocol }) => [
    {
      action: 'chip.read',
      facts: { accessProtocol, ...Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict])) },
    },
  ],
  chip_failed: ({ code }) => [{ action: 'chip.failed', facts: { code } }],
  chip_declared_unavailable: ({ reason }) => [{ action: 'chip.declared_unavailable', facts: { reason } }],
  citizen_answered: ({ citizen: { answer, language } }) => [
    { action: 'citizen.answered', facts: { answer, language } },
  ],
  comparison_confirmed: () => [{ action: 'comparison.confirmed', facts: {} }],
  inspection_answered: ({ featureId, answer }) => [{ action: 'inspection.answered', facts: { featureId, answer } }],
  person_judged: ({ judgement, differing, picture, noPictureReason }) => [
    { action: 'person.judged', facts: { judgement, differing: differing.join(' '), picture, noPictureReason } },
  ],
  override_granted: ({ override: { gate, managerId, reason } }) => [
    { action: 'override.granted', facts: { gate, managerId, reason } },
  ],
  went_back: ({ to }) => [{ action: 'session.went_back', facts: { to } }],
}

function correctionFacts(corrections: { by: 'check_digit' | 'clerk' }[]): Facts {
  const count = (who: string) => corrections.filter(({ by }) => by === who).length
  return { byClerk: count('clerk'), byCheckDigit: count('check_digit') }
}

/** A judgement pressed before what it judges was seen is refused, and that it was tried stays on record. */
export function auditRefusal(audit: Audit, { operator, reference }: SessionState, error: unknown): void {
  if (!(error instanceof Failure) || error.code !== 'judged_too_soon') return
  const facts = { judgement: error.detail?.split(' ')[0] ?? null }
  audit.append({ action: 'judgement.too_soon', actor: operator.operatorId, subject: reference, facts })
}

/** Writes what an applied event means for the record. */
export function auditSessionEvent(audit: Audit, before: SessionState, next: SessionState, event: SessionEvent): void {
  if (next === before) return
  const describe = recorded[event.type] as
    ((event: SessionEvent, next: SessionState) => { action: string; facts: Facts }[]) | undefined
  for (const { action, facts } of describe?.(event, next) ?? []) {
    audit.append({ action, actor: before.operator.operatorId, subject: before.reference, facts })
  }
}
