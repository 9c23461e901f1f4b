import { Failure } from '../../contract/failure.ts'
import type { DocumentIdentity } from '../../contract/identity.ts'
import type { Override } from '../../contract/decision.ts'
import type { PacketPayload, SealedIdentity } from '../../contract/sync.ts'
import { deferredOf, eligibilityOf, fieldsOf, identityOf } from './facts.ts'
import type { SessionState } from './state.ts'

type StationParts =
  | 'version'
  | 'environment'
  | 'packet_id'
  | 'station_id'
  | 'seq'
  | 'prev_hash'
  | 'captured_at'
  | 'last_server_time'
  | 'operator'
  | 'overrides'
  | 'software_version'

/** What the session contributes to a packet; the station adds itself, its keys and each override's manager key. */
export type PacketFacts = Omit<PacketPayload, StationParts> & {
  operator: Omit<PacketPayload['operator'], 'key'>
  overrides: Override[]
}

const withoutNumber = ({ documentNumber: _, ...identity }: DocumentIdentity): SealedIdentity => identity

const documentOf = (
  { document: { type } }: SessionState,
  identity: DocumentIdentity | null,
): PacketPayload['document'] => {
  if (identity === null || type === null) return null
  const { issuer, expiryDate, documentNumber } = identity
  return { type, issuer, expiry_date: expiryDate, last4: documentNumber.slice(-4) }
}

/**
 * The session's part of a packet, after `decided` and before `sealed`: no image, no full document number (R14).
 * Codes: session_incomplete when nothing was decided.
 */
export function packetFacts(state: SessionState): PacketFacts {
  const { application, decision, operator, person } = state
  if (application === null || decision === null) throw new Failure('session_incomplete', 'not decided')
  const identity = identityOf(state)
  return {
    session_id: state.sessionId,
    application_id: application.applicationId,
    reference: application.reference,
    started_at: state.openedAt,
    channel: state.channel,
    operator: { operator_id: operator.operatorId, role: operator.role, trained_on: operator.trainedOn },
    document: documentOf(state, identity),
    identity: identity && withoutNumber(identity),
    match: fieldsOf(state).map(({ field, class: matchClass, rules }) => ({ field, class: matchClass, rules })),
    eligibility: eligibilityOf(state),
    chip_checks: state.chip.checks,
    inspection: state.inspection.flatMap(({ featureId, answer }) => (answer === null ? [] : [{ featureId, answer }])),
    person: { judgement: person.judgement, differing: person.differing },
    overrides: state.overrides,
    deferred: deferredOf(state),
    consent: state.consent,
    outcome: decision.outcome,
    reasons: decision.reasons,
    policy_version: state.policy.version,
  }
}
