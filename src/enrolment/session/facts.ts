import type { DeferredCheck } from '../../contract/decision.ts'
import type { DocumentIdentity } from '../../contract/identity.ts'
import type { EligibilityCheck, FieldMatch } from '../../contract/match.ts'
import type { Step } from '../../contract/session.ts'
import { judgeChip } from '../chip-evidence.ts'
import { checkEligibility } from '../eligibility.ts'
import { blockingGates } from '../gates.ts'
import type { DecisionFacts } from '../gates.ts'
import { identityOfReading, resolveCentury } from '../identity.ts'
import { compareFields } from '../match/compare.ts'
import type { SessionState } from './state.ts'

/** What the zone says; null before it was read. */
function zoneIdentity({ document, application }: SessionState): DocumentIdentity | null {
  return document.reading && identityOfReading(document.reading, application?.declared.birthDate ?? null)
}

/** What the chip says, when it was proved genuine: other chip data do not count (mission: standards 3). */
function chipIdentity({ chip, application }: SessionState): DocumentIdentity | null {
  if (chip.identity === null || judgeChip(chip.checks) !== 'genuine') return null
  return {
    ...chip.identity,
    birthDate: resolveCentury(chip.identity.birthDate, application?.declared.birthDate ?? null),
  }
}

/** Best knowledge so far: the zone's, replaced by the genuine chip's. */
export function identityOf(state: SessionState): DocumentIdentity | null {
  return chipIdentity(state) ?? zoneIdentity(state)
}

/** Declared, zone and chip side by side; empty before there is something to compare. */
export function fieldsOf(state: SessionState): FieldMatch[] {
  const { application, document } = state
  const zone = zoneIdentity(state)
  if (application === null || zone === null || document.type === null) return []
  return compareFields({
    declared: application.declared,
    documentType: document.type,
    zone,
    chip: chipIdentity(state),
  })
}

/** The rules on citizen and document as far as they can be judged; empty before the document was read. */
export function eligibilityOf(state: SessionState): EligibilityCheck[] {
  const identity = identityOf(state)
  const { type: documentType } = state.document
  if (identity === null || documentType === null) return []
  const { lostStolenChecked, today, policy } = state
  return checkEligibility({ documentType, identity, lostStolenChecked, today, policy })
}

/** No picture of the document was usable, and nobody typed its zone. A failed live portrait leaves the person unconfirmed. */
const isCaptureExhausted = ({ document, policy }: SessionState): boolean =>
  document.reading === null && document.attempts >= policy.captureAttempts

/** The session as the decision's gates see it. */
export function factsOf(state: SessionState): DecisionFacts {
  const { operator, application, document, chip } = state
  const involved = [application?.openedBy, application?.applicantOperatorId]
  return {
    operatorId: operator.operatorId,
    trainedOn: operator.trainedOn,
    involvedOperators: involved.filter((id) => typeof id === 'string'),
    addressCountry: application?.declared.address.country ?? '',
    consented: state.consent !== null,
    documentType: document.type,
    eligibility: eligibilityOf(state),
    fields: fieldsOf(state),
    comparisonConfirmed: state.comparisonConfirmed,
    chipRead: chip.phase === 'read',
    chipChecks: chip.checks,
    chipUnavailable: chip.unavailableReason,
    inspection: state.inspection,
    judgement: state.person.judgement,
    captureExhausted: isCaptureExhausted(state),
    overrides: state.overrides,
    today: state.today,
    policy: state.policy,
  }
}

/** Steps whose work bars approval, released or not. */
export function failedSteps(state: SessionState): Step[] {
  return blockingGates(factsOf(state)).map((gate) => gate.step)
}

/** Whether approval is out of reach whoever looks: the clerk goes on to the refusal and need not inspect. */
export function isLost(state: SessionState): boolean {
  return blockingGates(factsOf(state)).some((gate) => gate.kind === 'refuses' || gate.kind === 'closes')
}

/** Checks left to central, by name (mission: standards 2). */
export function deferredOf(state: SessionState): DeferredCheck[] {
  const { application, offline, lostStolenChecked, chip } = state
  if (application === null) return []
  const revocation = chip.checks.find((check) => check.name === 'revocation')
  const open: [DeferredCheck, boolean][] = [
    ['application_state', offline],
    ['lost_stolen', !lostStolenChecked],
    ['revocation', chip.phase === 'read' && revocation?.verdict !== 'passed'],
    ['operator_state', offline],
  ]
  return open.filter(([, isOpen]) => isOpen).map(([name]) => name)
}
