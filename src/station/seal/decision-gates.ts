import type { FailureCode } from '../../contract/failure.ts'
import type { OverridableGate } from '../../contract/decision.ts'
import type { Policy } from '../../contract/policy.ts'
import type { PacketFacts } from '../ports.ts'

type Gate = (facts: PacketFacts, policy: Policy) => boolean
interface GateRow {
  code: FailureCode
  /** Whether the facts forbid an approval. */
  trips: Gate
  releasedBy?: OverridableGate
}

const isReleased = (facts: PacketFacts, gate: OverridableGate) => facts.overrides.some((given) => given.gate === gate)
/** A chip that could not be opened is released by `chip_required`; one that proved false never is. */
const provesFalse = (facts: PacketFacts) =>
  facts.chip_checks.some((check) => check.verdict === 'failed' && check.name !== 'access')
/** Standards 3: signature, hashes and the chain up to a trusted CSCA, all three. */
const isProvenByIssuer = (facts: PacketFacts) =>
  (['signature', 'hashes', 'chain'] as const).every((name) =>
    facts.chip_checks.some((check) => check.name === name && check.verdict === 'passed'),
  )

/** The last look before an approval is signed, whatever came from the session. */
const approvalGates: GateRow[] = [
  { code: 'consent_missing', trips: (facts) => facts.consent === null },
  { code: 'document_not_accepted', trips: ({ document }) => document === null || document.type === 'other' },
  { code: 'session_incomplete', trips: (facts) => facts.identity === null || facts.match.length === 0 },
  { code: 'match_failed', trips: (facts) => facts.match.some((field) => field.class === 'different') },
  { code: 'outcome_not_allowed', trips: (facts) => facts.eligibility.some((check) => check.verdict === 'failed') },
  { code: 'chip_not_genuine', trips: provesFalse },
  {
    code: 'chip_required',
    trips: (facts) => facts.document?.type !== 'cni_1995' && !isProvenByIssuer(facts),
    releasedBy: 'chip_required',
  },
  {
    code: 'inspection_incomplete',
    trips: (facts, policy) => facts.inspection.length < policy.inspectionFeatures,
  },
  {
    code: 'inspection_failed',
    trips: (facts) => facts.inspection.some((result) => result.answer !== 'present'),
    releasedBy: 'inspection_failed',
  },
  {
    code: 'person_different',
    trips: (facts) => facts.person.judgement === 'different',
    releasedBy: 'person_unconfirmed',
  },
  {
    code: 'person_unconfirmed',
    trips: (facts) => facts.person.judgement !== 'same',
    releasedBy: 'person_unconfirmed',
  },
]

/** Why these facts may not be sealed with their outcome; null when they may. */
export function whyNotSealable(facts: PacketFacts, policy: Policy): FailureCode | null {
  const needsReason = facts.outcome === 'refused' || facts.outcome === 'unverifiable'
  if (needsReason && facts.reasons.length === 0) return 'reason_required'
  if (facts.outcome !== 'approved') return null
  const closed = approvalGates.find(
    (gate) => gate.trips(facts, policy) && !(gate.releasedBy && isReleased(facts, gate.releasedBy)),
  )
  return closed?.code ?? null
}
