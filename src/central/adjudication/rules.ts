import type { OutcomeReason, ReviewReason } from '../../contract/decision.ts'
import { sameOperator } from '../../enrolment/findings.ts'
import { whyNot } from '../../enrolment/gates.ts'
import { compareBirthPlace } from '../../enrolment/match/places.ts'
import { releasesChip, reviewRules as visitReviews } from '../../enrolment/reviews.ts'
import type { AnyPacketPayload } from '../../contract/sync.ts'
import type { Freshness } from '../../evidence/active-challenge.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import { loadCommunes } from '../intake/communes.ts'
import { problemsOf } from '../intake/validate.ts'
import type { Case } from './case.ts'
import {
  chipContradicted,
  declarationContradicted,
  documentContradicted,
  eligibilityContradicted,
  evidenceFalse,
  identityContradicted,
  matchContradicted,
} from './contradictions.ts'
import { dayAtPlace, personOf, type JudgedCase } from './judged-case.ts'
import { longBeforeReceipt, rosterOld, timesContradict, toleranceMs } from './times.ts'
import { legalTimeZone } from '../../contract/legal-time.ts'

export type Rule<T> = { code: string; applies: (found: T) => boolean }
const rule = <T>(code: string, applies: Rule<T>['applies']): Rule<T> => ({ code, applies })

/** Codes of the rules that apply, in the table's order. */
export const codesOf = <T>(rules: readonly Rule<T>[], found: T): string[] =>
  rules.filter(({ applies }) => applies(found)).map(({ code }) => code)

const captured = ({ payload }: Pick<Case, 'payload'>): Date => new Date(payload.captured_at)

/** When the visit began: a clock that is put right in its middle moves what comes after. */
const begun = ({ payload }: Pick<Case, 'payload'>): Date => new Date(Date.parse(payload.started_at) + toleranceMs)

/** Everybody's keys but one person's, and the station's: no key stands for two. */
function isForeignKey({ roster, station }: Case, thumbprint: string, operatorId: string): boolean {
  const others = roster.filter((person) => person.operatorId !== operatorId)
  return station.keys.includes(thumbprint) || others.some(({ keys }) => keys.includes(thumbprint))
}

function sharesKey(found: Case): boolean {
  const { payload, overrides } = found
  const own = thumbprintOf(payload.operator.key)
  if (isForeignKey(found, own, payload.operator.operator_id)) return true
  return payload.overrides.some(({ managerId }, i) => {
    const theirs = overrides[i]?.thumbprint ?? ''
    return theirs === own || isForeignKey(found, theirs, managerId)
  })
}

function isAuthorRevoked(found: Case): boolean {
  const since = personOf(found, found.payload.operator.operator_id)?.revokedAt ?? null
  return since !== null && captured(found) >= since
}

/** The packet cannot be trusted, whatever it says: somebody must look at how it came about. */
export const authorRules: readonly Rule<Case>[] = [
  rule('station_compromised', (found) => {
    const since = found.station.compromisedSince
    return since !== null && captured(found) >= since
  }),
  rule('station_key_retired', ({ stationKeyRetired }) => stationKeyRetired),
  rule('operator_revoked', isAuthorRevoked),
  rule('operator_key_unknown', (found) => {
    const { operator_id, key } = found.payload.operator
    // A revocation ends the keys as well: then it is the reason.
    return !isAuthorRevoked(found) && personOf(found, operator_id)?.keys.includes(thumbprintOf(key)) !== true
  }),
  rule('operator_role_differs', (found) => {
    const person = personOf(found, found.payload.operator.operator_id)
    return person !== null && person.role !== found.payload.operator.role
  }),
  rule('key_shared', sharesKey),
  rule('override_signature_invalid', ({ overrides }) => overrides.some(({ signatureValid }) => !signatureValid)),
  rule('override_own_case', ({ payload }) =>
    payload.overrides.some(({ managerId }) => sameOperator(managerId, payload.operator.operator_id)),
  ),
]

/** Whether a read asked the chip for such an answer. */
const isAsked =
  (freshness: Freshness) =>
  ({ evidence }: JudgedCase): boolean =>
    evidence.verified.some((read) => read.freshness === freshness)

/** What the packet concludes is not what its evidence says, or the evidence is not what was signed. */
export const evidenceRules: readonly Rule<JudgedCase>[] = [
  rule('evidence_missing', ({ evidence }) => evidence.state === 'missing'),
  rule('evidence_differs', ({ evidence }) => evidence.state === 'differs'),
  rule('evidence_malformed', ({ evidence }) => evidence.state === 'malformed'),
  rule('chip_evidence_false', evidenceFalse),
  rule('chip_contradicted', chipContradicted),
  rule('challenge_contradicted', isAsked('contradicted')),
  rule('declaration_contradicted', declarationContradicted),
  rule('match_contradicted', matchContradicted),
  rule('document_contradicted', documentContradicted),
  rule('identity_contradicted', identityContradicted),
  rule('eligibility_contradicted', eligibilityContradicted),
  rule(
    'person_contradiction',
    ({ payload }) => payload.person.judgement === 'same' && payload.person.differing.length > 0,
  ),
  rule('local_day_contradicted', ({ payload, today }) => payload.local_day !== today),
]

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
  rule('override_manager_unknown', (found) =>
    found.payload.overrides.some(({ managerId }, i) => {
      const manager = personOf(found, managerId)
      return manager?.role !== 'manager' || !manager.keys.includes(found.overrides[i]?.thumbprint ?? '')
    }),
  ),
  rule('override_key_unconfirmed', ({ payload, overrides, roster }) =>
    payload.overrides.some(
      ({ managerId }, i) => personOf({ roster }, managerId)?.lateKeys.includes(overrides[i]?.thumbprint ?? '') === true,
    ),
  ),
  rule('override_manager_revoked', (found) =>
    found.payload.overrides.some(({ managerId, givenAt }) => {
      const since = personOf(found, managerId)?.revokedAt ?? null
      return since !== null && since <= new Date(givenAt)
    }),
  ),
  // The counter asks it of both: whoever may not decide releases nothing.
  rule('override_manager_untrained', (found) =>
    found.payload.overrides.some(({ managerId, givenAt }) => {
      const until = personOf(found, managerId)?.trainedUntil ?? null
      return until !== null && until <= (dayAtPlace(found, givenAt) ?? givenAt)
    }),
  ),
  // By the packet's word and by our own: whichever knows of it.
  rule('override_by_code_setter', (found) => {
    const { operator_id, code_set_by } = found.payload.operator
    return found.payload.overrides.some(
      ({ managerId, manager_code_set_by }) =>
        [personOf(found, operator_id)?.codeSetBy, code_set_by].includes(managerId) ||
        [personOf(found, managerId)?.codeSetBy, manager_code_set_by].includes(operator_id),
    )
  }),
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

/** What the counter told its clerk beforehand, by the same rule. */
const foreseen = (code: ReviewReason): Rule<JudgedCase> =>
  rule(code, ({ own, payload }) => visitReviews[code]({ found: own.found, timeProof: payload.time_proof }))

/** Whether the chip is no copy is the station's word alone. */
const unshown = ({ own, evidence }: JudgedCase): boolean =>
  own.found.chip === 'genuine' && !evidence.verified.some(({ originalityShown }) => originalityShown)

/** A declaration that intake would not take: it was not taken in here, or what is accepted has changed since. */
function isMalformed({ application, policy, today, payload }: JudgedCase): boolean {
  if (!application?.declared) return false
  const known = { policy, communes: loadCommunes(), today: today ?? payload.local_day }
  return problemsOf(application.declared, known).length > 0
}

/** The station left the chain to central, and central proved it. */
const isSettledHere = (own: JudgedCase['own'], claimed: JudgedCase['claimed']): boolean =>
  claimed.found.chip === 'deferred' && own.found.chip === 'genuine'

/**
 * A code and a name that are not one commune's in the official list: a commune may have been renamed, and a person tells. What the place
 * and the code say of department and arrondissement is compared in the rulebook.
 */
function isMisnamed({ application }: JudgedCase): boolean {
  const { birthPlace, birthDate } = application?.declared ?? {}
  if (!birthPlace?.inseeCode || birthDate === undefined) return false
  const names = loadCommunes().namesOf(birthPlace.inseeCode)
  const isNamed = (name: string): boolean =>
    compareBirthPlace({ name, inseeCode: null, country: 'FRA' }, birthPlace.name, birthDate).same
  return names.length > 0 && !names.some(isNamed)
}

/** What central could not prove by itself, and what it finds otherwise than the station. */
export const evidenceReviewRules: readonly Rule<JudgedCase>[] = [
  rule(
    'chip_verdict_differs',
    ({ own, claimed }) => own.found.chip !== claimed.found.chip && !isSettledHere(own, claimed),
  ),
  rule('witness_unknown', ({ evidence }) => evidence.verified.some(({ isWitnessUnknown }) => isWitnessUnknown)),
  rule('nonce_foreign', isAsked('foreign')),
  rule('nonce_spent', isAsked('spent')),
  rule('nonce_old', isAsked('old')),
  rule('chip_issuer_missing', ({ own }) => own.found.chip === 'deferred' || own.found.chip === 'no_anchor'),
  foreseen('chip_portrait_unread'),
  rule('data_group_withheld', ({ evidence }) => evidence.verified.some(({ missing }) => missing.length > 0)),
  rule(
    'time_zone_differs',
    ({ station, payload }) => station.timeZone !== null && station.timeZone !== payload.time_zone,
  ),
  rule('declaration_malformed', isMalformed),
  rule('birth_place_code_differs', isMisnamed),
  rule('declaration_unbound', ({ evidence }) => evidence.part !== null && evidence.part.declaredSha256 === undefined),
  // One that central never made, or has not made yet.
  rule(
    'policy_unknown',
    ({ payload, policy }) => payload.policy_version < 1 || payload.policy_version > policy.version,
  ),
  rule('time_zone_unknown', ({ station, payload }) => station.timeZone === null && payload.time_zone !== legalTimeZone),
  foreseen('time_unconfirmed'),
  foreseen('chipless_document'),
  foreseen('chip_originality_unshown'),
]

/**
 * Doubts about how a packet came about, whatever it decides. They hold a refusal as they hold an approval, since it closes an application for
 * good (R22): by a wrong clock, a good passport has expired. Not `roster_old`: the facts bear a refusal, whoever found them.
 */
const originDoubts: ReadonlySet<string> = new Set([
  ...['reference_differs', 'chain_broken', 'operator_unconfirmed', 'policy_unknown'],
  ...['times_contradict', 'time_unconfirmed', 'time_zone_differs', 'time_zone_unknown', 'captured_long_ago'],
  ...['captured_before_application', 'captured_before_station', 'captured_after_retirement'],
  ...['chip_verdict_differs', 'witness_unknown', 'nonce_foreign', 'nonce_spent', 'nonce_old', 'data_group_withheld'],
])

/** For what a person looks at a refusal that would close an application. */
export const refusalDoubts = (found: Case, judged: JudgedCase): string[] =>
  [...codesOf(reviewRules, found), ...codesOf(evidenceReviewRules, judged)].filter((code) => originDoubts.has(code))

/** Observations for the administrator. */
export const noteRules: readonly Rule<Case>[] = [
  rule('settled_later', ({ payload }) => payload.deferred.length > 0),
  rule('overridden', ({ overrides }) => overrides.length > 0),
  rule('self_confirmed', ({ payload }) => payload.environment === 'training'),
]

export const evidenceNoteRules: readonly Rule<JudgedCase>[] = [
  rule('chip_originality_unshown', unshown),
  rule('freshness_unshown', isAsked('unshown')),
]

/** Whether a refusal that closes the application rests on a ground that the facts show. */
export function isUngrounded({ own }: JudgedCase, payload: AnyPacketPayload): boolean {
  return whyNot(own, 'refused', payload.reasons as OutcomeReason[]) !== null
}
