import { legalTimeZone } from '../../contract/legal-time.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { sameOperator } from '../../enrolment/findings.ts'
import { judge, type Judgement } from '../../enrolment/judge.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { factsOfPacket } from '../../enrolment/packet-facts.ts'
import type { Readings } from '../../evidence/read-evidence.ts'
import type { Case, Person } from './case.ts'

/**
 * A case with the rulebook applied to it: `own` with central's verdicts on the chip, which decides; `claimed` with the station's, which
 * is what an honest station concluded from the same evidence and signed.
 */
export type JudgedCase = Omit<Case, 'payload'> & {
  payload: PacketPayload
  author: Person | null
  /** The calendar day at the place when it was sealed. */
  today: string | null
  own: Judgement
  claimed: Judgement
}

/** The one person of that identifier; null when the roster has none. */
export const personOf = ({ roster }: Pick<Case, 'roster'>, operatorId: string): Person | null =>
  roster.find((person) => person.operatorId === operatorId) ?? null

/** The calendar day of a moment at the place; null where the packet names a zone that is none. */
export function dayAtPlace({ station, payload }: Pick<Case, 'station' | 'payload'>, time: string): string | null {
  try {
    return localDay(time, station.timeZone ?? (payload.version === 1 ? legalTimeZone : payload.time_zone))
  } catch {
    return null
  }
}

/** Releases signed for this case by somebody else. Whether that is a manager of the roster is reviewed (rules.ts). */
function validOverrides(found: Case, payload: PacketPayload) {
  return payload.overrides.filter(({ managerId }, i) => {
    const isOther = !sameOperator(managerId, payload.operator.operator_id)
    return isOther && found.overrides[i]?.signatureValid === true
  })
}

/**
 * A packet judged by the rulebook twice: by what central finds in its evidence (`own`), and by what the station said it found (`claimed`),
 * both by the declaration, the people, the day and the policy that central knows.
 */
export function judgeByRules(found: Case, payload: PacketPayload): JudgedCase {
  const { application, policy, evidence } = found
  const author = personOf(found, payload.operator.operator_id)
  const today = dayAtPlace(found, payload.captured_at)
  const involved = [application?.openedBy, application?.applicantOperatorId, ...(application?.seenBy ?? [])]
  const known = {
    declared: application?.declared ?? null,
    trainedUntil: author?.trainedUntil ?? payload.operator.trained_on,
    involvedOperators: involved.filter((id) => typeof id === 'string'),
    lostStolenChecked: true,
    overrides: validOverrides(found, payload),
    // Never far from the truth: what no zone tells is contradicted, and approved by nobody.
    today: today ?? payload.captured_at.slice(0, 10),
    policy,
  }
  const by = (readings: Readings): Judgement => judge(factsOfPacket(payload, readings, known))
  return { ...found, payload, author, today, own: by(evidence.own), claimed: by(evidence.claimed) }
}
