import type { ReviewReason } from '../../contract/decision.ts'
import { legalTimeZone } from '../../contract/legal-time.ts'
import { compareBirthPlace } from '../../enrolment/match/places.ts'
import { reviewRules as visitReviews } from '../../enrolment/reviews.ts'
import type { Freshness } from '../../evidence/active-challenge.ts'
import { hasOtherDocument } from '../../evidence/other-document.ts'
import { loadCommunes } from '../intake/communes.ts'
import { problemsOf } from '../intake/validate.ts'
import {
  chipContradicted,
  declarationContradicted,
  documentContradicted,
  eligibilityContradicted,
  evidenceFalse,
  identityContradicted,
  matchContradicted,
} from './contradictions.ts'
import type { JudgedCase } from './judged-case.ts'
import { rule, type Rule } from './rule.ts'
import { tellsFewer, unknownChecks } from './told-checks.ts'

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

/** What the counter told its clerk beforehand, by the same rule. */
const foreseen = (code: ReviewReason): Rule<JudgedCase> =>
  rule(code, ({ own, payload }) => visitReviews[code]({ found: own.found, timeProof: payload.time_proof }))

/** A declaration that intake would not take: it was not taken in here, or what is accepted has changed since. */
function isMalformed({ application, policy, today, payload }: JudgedCase): boolean {
  if (!application?.declared) return false
  const known = { policy, communes: loadCommunes(), today: today ?? payload.local_day }
  return problemsOf(application.declared, known).length > 0
}

/** Another document was read before, and no chip says which of the two is the one that was there. */
const isExchanged = ({ own, evidence: { part } }: JudgedCase): boolean =>
  own.found.chip === null && part !== null && hasOtherDocument(part)

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
  rule('chip_checks_fewer', tellsFewer),
  rule('chip_check_unknown', (found) => unknownChecks(found).some(({ verdict }) => verdict === 'failed')),
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
  foreseen('feature_absent_released'),
  foreseen('no_feature_seen'),
  foreseen('person_differing_released'),
  foreseen('several_released'),
  foreseen('chipless_released'),
  rule('document_exchanged', isExchanged),
  foreseen('chipless_document'),
  foreseen('chip_originality_unshown'),
]

/** Whether the chip is no copy is the station's word alone. */
const unshown = ({ own, evidence }: JudgedCase): boolean =>
  own.found.chip === 'genuine' && !evidence.verified.some(({ originalityShown }) => originalityShown)

export const evidenceNoteRules: readonly Rule<JudgedCase>[] = [
  rule('chip_originality_unshown', unshown),
  rule('freshness_unshown', isAsked('unshown')),
  rule('chip_check_unknown', (found) => unknownChecks(found).length > 0),
]
