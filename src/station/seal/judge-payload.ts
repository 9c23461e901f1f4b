import { isDeepStrictEqual } from 'node:util'
import type { ReviewReason } from '../../contract/decision.ts'
import { Failure } from '../../contract/failure.ts'
import type { EvidencePart } from '../../contract/evidence.ts'
import type { Policy } from '../../contract/policy.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { addMonths } from '../../enrolment/dates.ts'
import { judge, whyNot } from '../../enrolment/judge.ts'
import { factsOfPacket } from '../../enrolment/packet-facts.ts'
import { foreseeReviews } from '../../enrolment/reviews.ts'
import { conclusionsOf, type Visit } from '../../enrolment/session/packet.ts'
import { asConcluded, readEvidence } from '../../evidence/read-evidence.ts'

/**
 * The last look before anything is signed: the rulebook, applied to the packet and the evidence that leave the station. Returns for what
 * a person at central will look at it. Codes: the first closed gate's for an approval, outcome_not_allowed, reason_required, session_incomplete where the packet concludes otherwise.
 */
export function judgePayload(
  payload: PacketPayload,
  evidence: EvidencePart,
  { declared, involvedOperators, lostStolenChecked }: Visit,
  policy: Policy,
): ReviewReason[] {
  const facts = factsOfPacket(payload, readEvidence(evidence, asConcluded), {
    declared,
    involvedOperators,
    lostStolenChecked,
    trainedUntil: addMonths(payload.operator.trained_on, policy.trainingValidMonths),
    overrides: payload.overrides,
    today: payload.local_day,
    policy,
  })
  const judgement = judge(facts)
  const code = whyNot(judgement, payload.outcome, payload.reasons)
  if (code !== null) throw new Failure(code)
  const conclusions = Object.entries(conclusionsOf(judgement.found))
  const contradicted = conclusions.find(([part, value]) => !isDeepStrictEqual(payload[part as 'match'], value))
  if (contradicted !== undefined)
    throw new Failure('session_incomplete', `${contradicted[0]} is not what the evidence says`)
  return payload.outcome === 'approved' ? foreseeReviews({ found: judgement.found, timeProof: payload.time_proof }) : []
}
