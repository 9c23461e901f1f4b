import type { Declared, IsoDate } from '../contract/identity.ts'
import type { MrzReading } from '../contract/mrz.ts'
import type { Policy } from '../contract/policy.ts'
import type { PacketPayload } from '../contract/protocol/packet.ts'
import { classifyDocument } from './documents.ts'
import type { ChipRead, Facts } from './facts.ts'
import { identityOfReading } from './identity.ts'

/** What the judge of a packet knows without reading it. */
export type OwnKnowledge = {
  declared: Declared | null
  trainedUntil: IsoDate
  involvedOperators: string[]
  lostStolenChecked: boolean
  /** Releases that are proved to be a manager's for this case. */
  overrides: Facts['overrides']
  /** The calendar day at the place when the packet was sealed. */
  today: IsoDate
  policy: Policy
}

/** A packet with its evidence as the rules see it: the station's conclusions have no place in it. */
export function factsOfPacket(
  payload: PacketPayload,
  evidence: { mrz: MrzReading | null; reads: ChipRead[]; earlier: Facts['earlierReads'] },
  known: OwnKnowledge,
): Facts {
  const { mrz, reads, earlier } = evidence
  return {
    ...known,
    operatorId: payload.operator.operator_id,
    consent: payload.consent,
    documentType: mrz && classifyDocument(mrz),
    mrz: mrz && identityOfReading(mrz),
    mrzBroken: mrz !== null && mrz.problems.length > 0,
    chipReads: reads,
    earlierReads: earlier,
    chipUnavailable: payload.chip_unavailable,
    printed: payload.printed,
    comparisonConfirmed: payload.comparison_confirmed,
    inspection: payload.inspection,
    judgement: payload.person.judgement,
    differing: payload.person.differing,
    captureExhausted: false,
  }
}
