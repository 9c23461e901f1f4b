import type { Declared } from '../../contract/identity.ts'
import type { EligibilityCheck } from '../../contract/match.ts'
import type { Policy } from '../../contract/policy.ts'
import { checkEligibility } from '../../enrolment/eligibility.ts'
import { judgeDecision, type DecisionFacts } from '../../enrolment/gates.ts'
import type { PacketPayload } from '../../contract/sync.ts'
import type { Case, Verdict } from './case.ts'

type Rule = { code: string; applies: (found: Case) => boolean }
const rule = (code: string, applies: Rule['applies']): Rule => ({ code, applies })
const codesOf = (rules: readonly Rule[], found: Case): string[] =>
  rules.filter(({ applies }) => applies(found)).map(({ code }) => code)

const captured = ({ payload }: Case): Date => new Date(payload.captured_at)
const isRevoked = (found: Case): boolean =>
  found.operatorRevokedAt !== null && captured(found) >= found.operatorRevokedAt
const day = (time: string): string => time.slice(0, 10)

/** The packet cannot be trusted: somebody must look at how it came about. */
const quarantineRules: readonly Rule[] = [
  rule('station_compromised', (found) => found.compromisedSince !== null && captured(found) >= found.compromisedSince),
  rule('station_key_retired', ({ stationKeyRetired }) => stationKeyRetired),
  rule('operator_revoked', isRevoked),
  // A revocation ends the keys as well: then it is the reason.
  rule('operator_key_unknown', (found) => !found.operatorKeyKnown && !isRevoked(found)),
  rule('override_signature_invalid', ({ overrides }) => overrides.some(({ signatureValid }) => !signatureValid)),
]

const closedAs = (status: string) => (found: Case) => found.application?.status === status

/** An approval at the counter that central does not share. */
const rejectionRules: readonly Rule[] = [
  rule('application_already_verified', closedAs('verified')),
  rule('application_cancelled', closedAs('cancelled')),
  rule('application_refused', closedAs('refused')),
  rule(
    'application_expired',
    (found) =>
      closedAs('expired')(found) || (found.application !== null && captured(found) >= found.application.expiresAt),
  ),
  rule('document_reported_lost_or_stolen', ({ reportedLost }) => reportedLost),
  rule('document_missing', ({ payload }) => payload.document === null || payload.identity === null),
  rule('document_expired', ({ payload }) => isBefore(payload.document?.expiry_date, payload.captured_at)),
  rule('eligibility_failed', ({ payload }) => payload.eligibility.some(({ verdict }) => verdict === 'failed')),
  rule('declared_differs', (found) => numberDiffers(found)),
]

/** Nothing is proved wrong, but a person at central decides. */
const reviewRules: readonly Rule[] = [
  rule('application_unknown', ({ application }) => application === null),
  rule(
    'reference_differs',
    ({ application, payload }) => application !== null && application.reference !== payload.reference,
  ),
  rule('chain_broken', ({ chainBroken }) => chainBroken),
  rule('operator_unconfirmed', ({ operator }) => operator !== null && operator.confirmedAt === null),
  rule('operator_training_expired', ({ operator, payload }) => isTrainingOver(operator, payload)),
  rule('override_manager_unknown', ({ overrides }) => overrides.some(({ managerKnown }) => !managerKnown)),
  rule('override_manager_revoked', ({ overrides }) => overrides.some(({ managerRevoked }) => managerRevoked)),
]

/** Blockers of the gates that a person at central may still weigh, rather than the citizen starting again. */
const reviewedGates = new Set<string>(['operator_training_expired'])

/** Observations for the administrator. */
const noteRules: readonly Rule[] = [
  rule('settled_later', ({ payload }) => payload.deferred.length > 0),
  rule('overridden', ({ overrides }) => overrides.length > 0),
  rule('self_confirmed', ({ payload }) => payload.environment === 'training'),
]

/**
 * Central's decision on one packet (R20). Pure: everything it needs is in the case. Reasons are codes of the contract or of
 * docs/central.md.
 */
export function judge(found: Case): Verdict {
  const notes = codesOf(noteRules, found)
  const quarantine = codesOf(quarantineRules, found)
  if (quarantine.length > 0) return { state: 'QUARANTINED', reasons: quarantine, notes, application: null }
  if (found.payload.outcome !== 'approved') return closeWithout(found, notes)
  const declared = found.application?.declared ?? null
  const blockers: string[] = declared === null ? [] : judgeDecision(decisionFacts(found, declared)).blockers
  const rejection = [...codesOf(rejectionRules, found), ...blockers.filter((code) => !reviewedGates.has(code))]
  if (rejection.length > 0) {
    // R22: what central rejects is closed, and begun anew; what was closed already stays as it was.
    const application = found.application?.status === 'open' ? ('refused' as const) : null
    return { state: 'REJECTED', reasons: unique(rejection), notes, application }
  }
  const review = [...codesOf(reviewRules, found), ...blockers]
  if (review.length > 0) return { state: 'MANUAL_REVIEW', reasons: unique(review), notes, application: null }
  return { state: 'APPROVED', reasons: [], notes, application: 'verified' }
}

/** Refused for good (R22), or merely not verified this time: then the application stays open. */
function closeWithout({ payload, application }: Case, notes: string[]): Verdict {
  const refused = payload.outcome === 'refused' && application?.status === 'open'
  const reasons = payload.reasons.length > 0 ? payload.reasons : [payload.outcome]
  return { state: 'REJECTED', reasons, notes, application: refused ? 'refused' : null }
}

/** The enrolment rules are applied again, to the packet and to what central holds itself. */
function decisionFacts({ payload, application, policy, overrides }: Case, declared: Declared): DecisionFacts {
  const { openedBy, applicantOperatorId } = application!
  const valid = payload.overrides.filter((_, i) => overrides[i]?.signatureValid)
  return {
    operatorId: payload.operator.operator_id,
    trainedOn: payload.operator.trained_on,
    involvedOperators: [openedBy, applicantOperatorId].filter((id) => id !== null),
    addressCountry: declared.address.country,
    consented: payload.consent !== null,
    documentType: payload.document?.type ?? null,
    eligibility: ownEligibility(payload, policy),
    fields: payload.match.map(asFieldMatch),
    comparisonConfirmed: true,
    chipRead: payload.chip_checks.length > 0,
    chipChecks: payload.chip_checks,
    chipUnavailable: null,
    inspection: payload.inspection,
    judgement: payload.person.judgement,
    captureExhausted: false,
    overrides: valid,
    today: day(payload.captured_at),
    policy,
  }
}

/** Judged anew from the identity as read; the full number is not in a packet and no rule needs it. */
function ownEligibility(payload: PacketPayload, policy: Policy): EligibilityCheck[] {
  const { identity, document } = payload
  if (identity === null || document === null) return payload.eligibility
  return checkEligibility({
    documentType: document.type,
    identity: { ...identity, documentNumber: '' },
    lostStolenChecked: true,
    today: day(payload.captured_at),
    policy,
  })
}

function asFieldMatch(match: PacketPayload['match'][number]): DecisionFacts['fields'][number] {
  return { ...match, declared: null, mrz: null, chip: null, differsAt: null, explanation: null }
}

/** Declared and read document must end alike and be of one kind: all that a packet tells of the number (R14). */
function numberDiffers({ payload, application }: Case): boolean {
  if (!application?.declared || payload.document === null) return false
  const { documentNumber, documentType } = application.declared
  const plain = documentNumber.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return documentType !== payload.document.type || !plain.endsWith(payload.document.last4.toUpperCase())
}

function isBefore(date: string | null | undefined, time: string): boolean {
  return date !== null && date !== undefined && date < day(time)
}

/** By central's roster, whatever the packet says of it. */
function isTrainingOver(operator: Case['operator'], { captured_at }: PacketPayload): boolean {
  return operator !== null && operator.trainedUntil <= day(captured_at)
}

function unique(codes: string[]): string[] {
  return [...new Set(codes)]
}
