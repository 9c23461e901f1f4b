import type { OverridableGate } from '../../contract/decision.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { Policy } from '../../contract/policy.ts'
import { judgeChip } from '../../enrolment/chip-evidence.ts'
import { documentRules } from '../../enrolment/documents.ts'
import { isRefusalGrounded } from '../../enrolment/gates.ts'
import { judgeInspection } from '../../enrolment/inspection.ts'
import type { PacketFacts } from './port.ts'

interface GateRow {
  code: FailureCode
  /** Whether the facts forbid an approval. */
  trips: (facts: PacketFacts, policy: Policy) => boolean
  releasedBy?: OverridableGate
}

const isReleased = (facts: PacketFacts, gate: OverridableGate) => facts.overrides.some((given) => given.gate === gate)
const expectsChip = ({ document }: PacketFacts) => document !== null && documentRules[document.type].chip
/** A chip that could not be opened proves nothing; one that was read and failed anything else proved false. */
const provesFalse = ({ chip_checks }: PacketFacts) =>
  chip_checks.some((check) => check.verdict === 'failed' && check.name !== 'access')
const judgePage = ({ inspection, document }: PacketFacts, policy: Policy) =>
  document === null ? 'incomplete' : judgeInspection(inspection, document.type, policy.inspectionFeatures)

/** The last look before an approval is signed, whatever came from the session; the rules themselves are enrolment's. */
const approvalGates: GateRow[] = [
  { code: 'consent_missing', trips: (facts) => facts.consent === null },
  {
    code: 'document_not_accepted',
    trips: ({ document }) => document === null || !documentRules[document.type].accepted,
  },
  { code: 'session_incomplete', trips: (facts) => facts.identity === null || facts.match.length === 0 },
  { code: 'match_failed', trips: (facts) => facts.match.some((field) => field.class === 'different') },
  { code: 'outcome_not_allowed', trips: (facts) => facts.eligibility.some((check) => check.verdict === 'failed') },
  { code: 'chip_not_genuine', trips: provesFalse },
  {
    code: 'chip_required',
    trips: (facts) => expectsChip(facts) && judgeChip(facts.chip_checks) !== 'genuine',
    releasedBy: 'chip_required',
  },
  { code: 'inspection_incomplete', trips: (facts, policy) => judgePage(facts, policy) === 'incomplete' },
  {
    code: 'inspection_failed',
    trips: (facts, policy) => judgePage(facts, policy) === 'failed',
    releasedBy: 'inspection_failed',
  },
  { code: 'person_different', trips: (facts) => facts.person.judgement === 'different' },
  {
    code: 'person_unconfirmed',
    trips: (facts) => facts.person.judgement !== 'same',
    releasedBy: 'person_unconfirmed',
  },
]

/** Why these facts may not be sealed with their outcome; null when they may. */
export function whyNotSealable(facts: PacketFacts, policy: Policy): FailureCode | null {
  if (facts.overrides.length > 0 && !policy.overrideAllowed) return 'outcome_not_allowed'
  if (facts.outcome === 'refused') return isRefusalGrounded(facts.reasons) ? null : 'reason_required'
  if (facts.outcome === 'unverifiable') return facts.reasons.length > 0 ? null : 'reason_required'
  if (facts.outcome === 'cancelled') return null
  const closed = approvalGates.find(
    (gate) => gate.trips(facts, policy) && !(gate.releasedBy && isReleased(facts, gate.releasedBy)),
  )
  return closed?.code ?? null
}
