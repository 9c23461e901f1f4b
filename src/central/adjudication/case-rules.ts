import { releasesChip } from '../../enrolment/reviews.ts'
import type { Case } from './case.ts'
import { personOf } from './judged-case.ts'
import { overrideRules } from './override-rules.ts'
import { rule, type Rule } from './rule.ts'
import { begun, captured, longBeforeReceipt, rosterOld, timesContradict } from './times.ts'

const closedAs =
  (status: string) =>
  ({ application }: Case): boolean =>
    application?.status === status

/** An approval at the counter that central does not share. */
export const rejectionRules: readonly Rule<Case>[] = [
  rule('application_already_verified', closedAs('verified')),
  rule('application_cancelled', closedAs('cancelled')),
  rule('application_refused', closedAs('refused')),
  rule(
    'application_expired',
    (found) =>
      closedAs('expired')(found) || (found.application !== null && captured(found) >= found.application.expiresAt),
  ),
  rule('document_reported_lost_or_stolen', ({ reportedLost }) => reportedLost),
  rule('outcome_not_allowed', ({ payload }) => payload.reasons.length > 0),
]

/** What the clerk told central alone: a person looks, whatever the outcome (`toldReasons` keeps it from everybody outside). */
export const concernRules: readonly Rule<Case>[] = [
  rule('clerk_suspicion', ({ payload }) => payload.version === 2 && payload.concern === 'suspicion'),
  rule('clerk_duress', ({ payload }) => payload.version === 2 && payload.concern === 'duress'),
]

/** Nothing is proved wrong, but a person at central decides. */
export const reviewRules: readonly Rule<Case>[] = [
  rule('packet_version_old', ({ payload }) => payload.version === 1),
  rule('application_unknown', ({ application }) => application === null || application.declared === null),
  rule('application_email_unconfirmed', ({ application }) => application?.emailConfirmed === false),
  rule(
    'reference_differs',
    ({ application, payload }) => application !== null && application.reference !== payload.reference,
  ),
  rule('duplicate_document', ({ duplicates }) => duplicates.includes('duplicate_document')),
  rule('duplicate_person', ({ duplicates }) => duplicates.includes('duplicate_person')),
  rule('chain_broken', ({ chainBroken }) => chainBroken),
  rule('session_repeated', ({ sessionRepeated }) => sessionRepeated),
  ...overrideRules,
  rule('operator_unconfirmed', (found) => {
    const { operator, overrides } = found.payload
    const named = [operator.operator_id, ...overrides.map(({ managerId }) => managerId)]
    return named.some((id) => personOf(found, id)?.confirmed === false)
  }),
  rule('roster_old', rosterOld),
  rule('chip_failed_before_central', ({ witnessFailed }) => witnessFailed),
  rule('chip_released', ({ payload }) => releasesChip(payload)),
  rule('times_contradict', timesContradict),
  rule('captured_before_application', (found) => {
    const { application } = found
    return application !== null && begun(found) < application.createdAt
  }),
  rule('captured_before_station', (found) => {
    const since = found.station.registeredAt
    return since !== null && begun(found) < since
  }),
  rule('captured_after_retirement', (found) => {
    const since = found.station.retiredAt
    return since !== null && captured(found) >= since
  }),
  rule('captured_long_ago', longBeforeReceipt),
  rule('random_sample', ({ draw, policy }) => draw < policy.reviewShare),
]

/** Observations for the administrator. */
export const noteRules: readonly Rule<Case>[] = [
  rule('settled_later', ({ payload }) => payload.deferred.length > 0),
  rule('overridden', ({ overrides }) => overrides.length > 0),
  rule('self_confirmed', ({ payload }) => payload.environment === 'training'),
]
