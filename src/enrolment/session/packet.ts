import type { VisitCourse } from '../../contract/course.ts'
import { Failure } from '../../contract/failure.ts'
import type { DocumentIdentity } from '../../contract/identity.ts'
import type { Override } from '../../contract/decision.ts'
import type { PacketPayload, SealedIdentity } from '../../contract/protocol/packet.ts'
import type { OwnKnowledge } from '../packet-facts.ts'
import type { Findings } from '../findings.ts'
import { courseOf } from './course.ts'
import { deferredOf, examineSession, factsOfSession } from './facts.ts'
import type { EvidencePart } from '../../contract/evidence.ts'
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
  | 'time_zone'
  | 'local_day'
  | 'time_proof'
  | 'roster_as_of'
  | 'evidence_sha256'
  | 'software_version'

/** What the visit captured and read, for anyone who judges it again; the station adds the salt and what it binds. */
export type SessionEvidence = Omit<EvidencePart, 'version' | 'salt' | 'declaredSha256'>

/** What does not go into the payload, and what the seal judges it by. */
export type Visit = { evidence: SessionEvidence } & Pick<
  OwnKnowledge,
  'declared' | 'involvedOperators' | 'lostStolenChecked'
>

/** What the session contributes to a packet; the station adds itself, its keys and each override's manager key. */
export type PacketFacts = Omit<PacketPayload, StationParts | 'course'> & {
  course: Omit<VisitCourse, 'reader'>
  operator: Omit<PacketPayload['operator'], 'key'>
  overrides: Override[]
  visit: Visit
}

const withoutNumber = ({ documentNumber: _, ...identity }: DocumentIdentity): SealedIdentity => identity

/** What the rules make of a visit, as the packet says it: central says beside it what they make of it there. */
export function conclusionsOf(
  found: Findings,
): Pick<PacketPayload, 'document' | 'identity' | 'match' | 'eligibility' | 'chip_checks'> {
  const { identity, documentType, fields, eligibility, chipReads } = found
  const document =
    identity === null || documentType === null
      ? null
      : {
          type: documentType,
          issuer: identity.issuer,
          expiry_date: identity.expiryDate,
          last4: identity.documentNumber.slice(-4),
        }
  return {
    document,
    identity: identity && withoutNumber(identity),
    match: fields.map(({ field, class: matchClass, rules }) => ({ field, class: matchClass, rules })),
    eligibility,
    chip_checks: chipReads.at(-1)?.checks ?? [],
  }
}

function visitOf(state: SessionState): Visit {
  const { sessionId, captures, reads, earlierReads } = state
  const { declared, involvedOperators, lostStolenChecked } = factsOfSession(state)
  const evidence = { sessionId, captures, reads: reads.map((read) => read.evidence), earlier: earlierReads }
  return { evidence, declared, involvedOperators, lostStolenChecked }
}

/**
 * The session's part of a packet, after `decided` and before `sealed`: no image, no full document number (R14).
 * Codes: session_incomplete when nothing was decided.
 */
export function packetFacts(state: SessionState): PacketFacts {
  const { application, decision, operator, person } = state
  if (application === null || decision === null) throw new Failure('session_incomplete', 'not decided')
  return {
    session_id: state.sessionId,
    application_id: application.applicationId,
    reference: application.reference,
    started_at: state.openedAt,
    channel: state.channel,
    operator: { operator_id: operator.operatorId, role: operator.role, trained_on: operator.trainedOn },
    ...conclusionsOf(examineSession(state)),
    inspection: state.inspection.flatMap(({ featureId, answer }) => (answer === null ? [] : [{ featureId, answer }])),
    person: { judgement: person.judgement, differing: person.differing },
    printed: state.printed,
    comparison_confirmed: state.comparisonConfirmed,
    ...(state.concern === null ? {} : { concern: state.concern }),
    chip_unavailable: state.chip.unavailableReason,
    overrides: state.overrides,
    deferred: deferredOf(state),
    consent: state.consent,
    outcome: decision.outcome,
    reasons: decision.reasons,
    policy_version: state.policy.version,
    course: courseOf(state),
    visit: visitOf(state),
  }
}
