import type { DeferredCheck } from '../../contract/decision.ts'
import type { Declared, DocumentIdentity, DocumentType } from '../../contract/identity.ts'
import type { EligibilityCheck, FieldMatch } from '../../contract/match.ts'
import type { Step } from '../../contract/session.ts'
import { judgeChip } from '../chip-evidence.ts'
import { checkEligibility } from '../eligibility.ts'
import { blockingGates } from '../gates.ts'
import type { DecisionFacts } from '../gates.ts'
import { identityOfReading, resolveCentury } from '../identity.ts'
import { compareFields } from '../match/compare.ts'
import type { ChipState, SessionState } from './state.ts'

type Basis = { declared: Declared; documentType: DocumentType; zone: DocumentIdentity; chip: DocumentIdentity | null }

/** What there is to compare and to judge; null until the application is known and its document was read. */
function basisOf({ application, document, chip }: SessionState): Basis | null {
  if (application === null || document.reading === null || document.type === null) return null
  const { declared } = application
  const zone = identityOfReading(document.reading, declared.birthDate)
  return { declared, documentType: document.type, zone, chip: chipIdentity(chip, declared) }
}

/** What the chip says, when it was proved genuine: other chip data do not count (standards 3). */
function chipIdentity({ identity, checks }: ChipState, declared: Declared): DocumentIdentity | null {
  if (identity === null || judgeChip(checks) !== 'genuine') return null
  return { ...identity, birthDate: resolveCentury(identity.birthDate, declared.birthDate) }
}

/** Best knowledge so far: the zone's, replaced by the genuine chip's. */
export function identityOf(state: SessionState): DocumentIdentity | null {
  const basis = basisOf(state)
  return basis && (basis.chip ?? basis.zone)
}

/** Declared, zone and chip side by side; empty before there is something to compare. */
export function fieldsOf(state: SessionState): FieldMatch[] {
  const basis = basisOf(state)
  return basis === null ? [] : compareFields(basis)
}

/** The rules on citizen and document as far as they can be judged; empty before the document was read. */
export function eligibilityOf(state: SessionState): EligibilityCheck[] {
  const basis = basisOf(state)
  if (basis === null) return []
  const { lostStolenChecked, today, policy } = state
  const { documentType, zone, chip } = basis
  return checkEligibility({ documentType, identity: chip ?? zone, lostStolenChecked, today, policy })
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

/** Checks left to central, by name (standards 2). */
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
