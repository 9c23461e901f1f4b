import type { Outcome, OutcomeReason } from '../contract/decision.ts'
import { refusalGrounds } from './visit-story.ts'

/** Reasons about the citizen and the visit: the clerk alone knows them, no fact speaks for or against. */
const ofTheVisit: Record<Outcome, OutcomeReason[]> = {
  approved: [],
  // A refusal closes the application for good: it rests on what the facts show, and on nothing else.
  refused: [],
  unverifiable: ['citizen_left'],
  cancelled: ['citizen_left', 'consent_withdrawn', 'wrong_application'],
}

/** Which of the reasons that the facts support belong to an outcome. */
const fitting: Record<Outcome, (reason: OutcomeReason) => boolean> = {
  approved: () => false,
  refused: (reason) => refusalGrounds.includes(reason),
  unverifiable: (reason) => !closesForGood.includes(reason),
  cancelled: (reason) => reason === 'operator_conflict',
}
const closesForGood: OutcomeReason[] = [
  'document_expired',
  'document_not_accepted',
  'permit_too_short',
  'citizen_underage',
  'address_not_french',
  'declared_differs',
  'person_not_holder',
  'operator_conflict',
  'consent_withdrawn',
]

/** The reasons a clerk may choose from for each outcome: those that the facts support, and those that only people know. */
export function offerReasons(supported: OutcomeReason[]): Record<Outcome, OutcomeReason[]> {
  const offered = (outcome: Outcome) => [...new Set([...supported.filter(fitting[outcome]), ...ofTheVisit[outcome]])]
  return {
    approved: [],
    refused: offered('refused'),
    unverifiable: offered('unverifiable'),
    cancelled: offered('cancelled'),
  }
}
