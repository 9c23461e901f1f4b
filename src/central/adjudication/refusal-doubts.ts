import type { OutcomeReason } from '../../contract/decision.ts'
import type { AnyPacketPayload } from '../../contract/protocol/packet.ts'
import { whyNot } from '../../enrolment/judge.ts'
import type { Case } from './case.ts'
import { reviewRules } from './case-rules.ts'
import { evidenceReviewRules } from './evidence-rules.ts'
import type { JudgedCase } from './judged-case.ts'
import { codesOf } from './rule.ts'

/**
 * Doubts about how a packet came about, whatever it decides. They hold a refusal as they hold an approval, since it closes an application for
 * good (R22): by a wrong clock, a good passport has expired. Not `roster_old`: the facts bear a refusal, whoever found them.
 */
const originDoubts: ReadonlySet<string> = new Set([
  ...['reference_differs', 'chain_broken', 'session_repeated', 'operator_unconfirmed', 'policy_unknown'],
  ...['times_contradict', 'time_unconfirmed', 'time_zone_differs', 'time_zone_unknown', 'captured_long_ago'],
  ...['captured_before_application', 'captured_before_station', 'captured_after_retirement'],
  ...['chip_verdict_differs', 'witness_unknown', 'nonce_foreign', 'nonce_spent', 'nonce_old', 'data_group_withheld'],
])

/** For what a person looks at a refusal that would close an application. */
export const refusalDoubts = (found: Case, judged: JudgedCase): string[] =>
  [...codesOf(reviewRules, found), ...codesOf(evidenceReviewRules, judged)].filter((code) => originDoubts.has(code))

/** Whether a refusal that closes the application rests on a ground that the facts show. */
export function isUngrounded({ own }: JudgedCase, payload: AnyPacketPayload): boolean {
  return whyNot(own, 'refused', payload.reasons as OutcomeReason[]) !== null
}
