import { z } from 'zod'
import type { ApplicationStatus } from '../../contract/application.ts'

/** Where an application stands. What an identity becomes after APPROVED (activation, locks) is its account's own life. */
export const ApplicationState = z.enum([
  'DRAFT',
  'EMAIL_PENDING',
  'PHONE_PENDING',
  'DECLARED',
  'AWAITING_PROOFING',
  'MANUAL_REVIEW',
  'APPROVED',
  'SUSPENDED',
  'REJECTED',
  'CANCELLED',
  'EXPIRED',
])
export type ApplicationState = z.infer<typeof ApplicationState>

/** States before anybody was seen: each follows from what has been said and confirmed so far (`stageOf`). */
const stages = ['DRAFT', 'EMAIL_PENDING', 'PHONE_PENDING', 'DECLARED', 'AWAITING_PROOFING'] as const
export type Stage = (typeof stages)[number]
export const isStage = (state: ApplicationState): state is Stage => (stages as readonly string[]).includes(state)

const open = [...stages, 'MANUAL_REVIEW', 'SUSPENDED'] as const

/** What can happen to an application, from which states, and where it leads. Anything else is refused. */
export const applicationEvents = {
  approved: { from: ['AWAITING_PROOFING', 'MANUAL_REVIEW', 'SUSPENDED'], to: 'APPROVED' },
  put_to_review: { from: ['AWAITING_PROOFING'], to: 'MANUAL_REVIEW' },
  rejected: { from: ['AWAITING_PROOFING', 'MANUAL_REVIEW', 'SUSPENDED'], to: 'REJECTED' },
  /** What rested on something that is distrusted now; the citizen may be verified again. */
  suspended: { from: ['APPROVED'], to: 'SUSPENDED' },
  reinstated: { from: ['SUSPENDED'], to: 'APPROVED' },
  /**
   * A second visit with another clerk: after a review, a contest, an approval that central does not share without a ground against
   * the citizen, or when the packet that closed it counts no more.
   */
  reopened: { from: ['AWAITING_PROOFING', 'MANUAL_REVIEW', 'REJECTED', 'SUSPENDED'], to: 'AWAITING_PROOFING' },
  cancelled: { from: open, to: 'CANCELLED' },
  /** By central, whatever it was: a wrong application, a citizen's "it was not me". */
  recalled: { from: [...open, 'APPROVED', 'REJECTED', 'EXPIRED', 'CANCELLED'], to: 'CANCELLED' },
  expired: { from: stages, to: 'EXPIRED' },
} as const satisfies Record<string, { from: readonly ApplicationState[]; to: ApplicationState }>
export type ApplicationEvent = keyof typeof applicationEvents

/** The state after an event; null where the event cannot happen in that state. */
export function nextState(state: ApplicationState, event: ApplicationEvent): ApplicationState | null {
  const { from, to } = applicationEvents[event]
  return (from as readonly ApplicationState[]).includes(state) ? to : null
}

export type Said = {
  emailGiven: boolean
  emailConfirmed: boolean
  phoneConfirmed: boolean
  /** Everything of R9 is declared and valid. */
  declared: boolean
  channelChosen: boolean
}

/** How far an application has come before the visit (R11, R18). */
export function stageOf(said: Said): Stage {
  if (!said.emailConfirmed) return said.emailGiven ? 'EMAIL_PENDING' : 'DRAFT'
  if (!said.phoneConfirmed || !said.declared) return 'PHONE_PENDING'
  return said.channelChosen ? 'AWAITING_PROOFING' : 'DECLARED'
}

/** What stations are told; the database computes the same (migrations/central/0012-intake.sql). */
export const statusOfState: Record<ApplicationState, ApplicationStatus> = {
  DRAFT: 'open',
  EMAIL_PENDING: 'open',
  PHONE_PENDING: 'open',
  DECLARED: 'open',
  AWAITING_PROOFING: 'open',
  MANUAL_REVIEW: 'open',
  SUSPENDED: 'open',
  APPROVED: 'verified',
  REJECTED: 'refused',
  CANCELLED: 'cancelled',
  EXPIRED: 'expired',
}

/** The state that an application of that status is entered in, ready for its visit where it is open. */
export const stateOfStatus: Record<ApplicationStatus, ApplicationState> = {
  open: 'AWAITING_PROOFING',
  verified: 'APPROVED',
  refused: 'REJECTED',
  cancelled: 'CANCELLED',
  expired: 'EXPIRED',
}

/** Closed: nothing more happens unless it is opened again; the appeal time runs. */
export const isClosed = (state: ApplicationState): boolean => statusOfState[state] !== 'open'
