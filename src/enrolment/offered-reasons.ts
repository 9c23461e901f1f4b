import type { Outcome, OutcomeReason } from '../contract/decision.ts'
import { stories } from './visit-story.ts'

/** Reasons about the citizen and the visit: the clerk alone knows them, no fact speaks for or against. */
const knownToPeople: readonly OutcomeReason[] = ['citizen_left', 'consent_withdrawn', 'wrong_application']

/** The reasons a clerk may choose from for each outcome: of those that it may carry, what the facts support and what only people know. */
export function offerReasons(supported: readonly OutcomeReason[]): Record<Outcome, OutcomeReason[]> {
  const offered = (outcome: Outcome): OutcomeReason[] => [
    ...new Set([...supported, ...knownToPeople].filter((reason) => stories[outcome].reasons.includes(reason))),
  ]
  return {
    approved: offered('approved'),
    refused: offered('refused'),
    unverifiable: offered('unverifiable'),
    cancelled: offered('cancelled'),
  }
}
