import { isConsentText } from '../contract/consent-texts.ts'
import { isChipDoubtful } from './chip-evidence.ts'
import { isFrenchAddress } from './eligibility.ts'
import {
  chipReason,
  datesImpossible,
  differs,
  expectsChip,
  inspectionIs,
  isInspected,
  lacksFeature,
  leavesRuleOpen,
  printOpen,
  ruleFails,
  sameOperator,
} from './findings.ts'
import type { Findings } from './findings.ts'
import { gate } from './gate.ts'
import type { Gate } from './gate.ts'

/**
 * What stands between a session and its approval, in the journey's order; docs/rules.md shows the same table. One table, long as it is: its order is
 * that in which codes are told.
 */
export const gates: Gate[] = [
  gate(
    'application',
    'self_verification',
    'closes',
    (found) => found.involvedOperators.some((involved) => sameOperator(involved, found.operatorId)),
    'operator_conflict',
  ),
  gate('application', 'operator_training_expired', 'closes', ({ trainedUntil, today }) => trainedUntil <= today, null),
  gate(
    'application',
    'consent_missing',
    'closes',
    ({ consent }) => consent === null || !isConsentText(consent.textVersion),
    'consent_withdrawn',
  ),
  gate(
    'application',
    'address_not_french',
    'refuses',
    ({ declared }) => declared !== null && !isFrenchAddress(declared.address.country),
    'address_not_french',
  ),
  gate(
    'document',
    'capture_attempts_exhausted',
    'incomplete',
    (found) => found.captureExhausted,
    'capture_failed',
    true,
  ),
  gate(
    'document',
    'document_not_accepted',
    'refuses',
    (f) => ruleFails(f, 'document_accepted'),
    'document_not_accepted',
  ),
  gate('document', 'document_dates_impossible', 'refuses', datesImpossible, 'document_suspected_forged'),
  gate(
    'document',
    'document_expired',
    'refuses',
    (found) => ruleFails(found, 'document_valid') && !datesImpossible(found),
    'document_expired',
  ),
  gate('document', 'citizen_underage', 'refuses', (f) => ruleFails(f, 'adult'), 'citizen_underage'),
  gate('document', 'permit_too_short', 'refuses', (f) => ruleFails(f, 'permit_length'), 'permit_too_short'),
  gate('chip', 'chip_not_genuine', 'refuses', ({ chip }) => isChipDoubtful(chip), chipReason, true),
  gate('chip', 'chip_not_verifiable_here', 'incomplete', ({ chip }) => chip === 'no_anchor', 'chip_unreadable', true),
  gate(
    'chip',
    'chip_issuer_missing',
    'incomplete',
    ({ chip, policy }) => chip === 'deferred' && !policy.deferChain,
    'chip_unreadable',
    true,
  ),
  gate(
    'chip',
    'chip_required',
    'releasable',
    (found) => expectsChip(found) && found.chip === null,
    (found) => (found.chipUnavailable === 'reader_defective' ? 'reader_unavailable' : 'chip_unreadable'),
    true,
  ),
  gate('comparison', 'document_type_mismatch', 'refuses', (found) => differs(found, true), 'declared_differs'),
  gate('comparison', 'match_failed', 'refuses', (found) => differs(found, false), 'declared_differs'),
  gate('comparison', 'print_not_compared', 'incomplete', (found) => printOpen(found, null), null),
  gate(
    'comparison',
    'print_unreadable',
    'incomplete',
    (found) => printOpen(found, 'cannot_tell'),
    'print_unreadable',
    true,
  ),
  gate(
    'comparison',
    'session_incomplete',
    'incomplete',
    // Without a document or a declaration there is no field to compare.
    ({ mrzBroken, fields, comparisonConfirmed }) => mrzBroken || fields.length === 0 || !comparisonConfirmed,
    null,
  ),
  gate(
    'inspection',
    'inspection_incomplete',
    'incomplete',
    (found) => inspectionIs(found, 'incomplete') || leavesRuleOpen(found),
    null,
  ),
  gate(
    'inspection',
    'print_dates_unreadable',
    'incomplete',
    (found) => ruleFails(found, 'document_valid', 'cannot_tell') || ruleFails(found, 'permit_length', 'cannot_tell'),
    'print_unreadable',
    true,
  ),
  gate(
    'inspection',
    'inspection_failed',
    'releasable',
    (found) => inspectionIs(found, 'failed'),
    (found) => (lacksFeature(found) ? 'document_suspected_forged' : 'print_unreadable'),
    true,
    isInspected,
  ),
  gate('person', 'person_different', 'refuses', ({ judgement }) => judgement === 'different', 'person_not_holder'),
  gate(
    'person',
    'person_contradiction',
    'incomplete',
    ({ judgement, differing }) => judgement === 'same' && differing.length > 0,
    'person_undetermined',
    true,
  ),
  gate(
    'person',
    'person_unconfirmed',
    'releasable',
    ({ judgement }) => judgement === null || judgement === 'undetermined',
    'person_undetermined',
    true,
    ({ judgement }) => judgement !== null,
  ),
]

/** Gates that block, journey's order. What was not begun because the case is already lost is not listed. */
export function blockingGates(found: Findings): Gate[] {
  const blocking = gates.filter((known) => known.blocks(found))
  const lost = blocking.some((known) => known.kind === 'refuses' || known.kind === 'closes')
  const begun = found.inspection.length > 0
  const isLeft = ({ step, code }: Gate): boolean =>
    code === 'print_not_compared' || (!begun && (step === 'inspection' || step === 'person'))
  return blocking.filter((known) => !lost || !isLeft(known))
}
