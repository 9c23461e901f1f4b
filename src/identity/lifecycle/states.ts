import { applicationEvents, type ApplicationState } from '../../central/intake/state.ts'
import type { AccountState } from '../../contract/identity/device.ts'
import type { EdgeTaken } from '../database/tables.ts'
import type { LetterKind } from './letters.ts'

/**
 * An identity from its first word to its end. Before the approval it is an application and lives by central's table; RECEIVED is what
 * central says of an application whose packet it has and has not decided.
 */
export type IdentityState = Exclude<ApplicationState, 'SUSPENDED'> | 'RECEIVED' | AccountState

const living = ['ACTIVE', 'LOCKED', 'SUSPENDED'] as const
const beforeVisit = ['DRAFT', 'EMAIL_PENDING', 'PHONE_PENDING', 'DECLARED', 'AWAITING_PROOFING'] as const

/** What can happen to an account, from which states, and where it leads. Anything else is refused. */
export const accountEvents = {
  /** Link, code, secret code and device, all four. */
  activated: { from: ['ACTIVATION_PENDING'], to: 'ACTIVE' },
  /** Five wrong secret codes with a valid proof of the device. */
  locked: { from: ['ACTIVE'], to: 'LOCKED' },
  unlocked: { from: ['LOCKED'], to: 'ACTIVE' },
  /** Central distrusts what it rested on, or the citizen says it was not them. */
  suspended: { from: ['ACTIVATION_PENDING', 'ACTIVE', 'LOCKED'], to: 'SUSPENDED' },
  /** Central trusts it again, and it had been activated before. */
  reinstated: { from: ['SUSPENDED'], to: 'ACTIVE' },
  /** The same, and it had not. */
  reinstated_unactivated: { from: ['SUSPENDED'], to: 'ACTIVATION_PENDING' },
  revoked: { from: ['ACTIVATION_PENDING', ...living, 'EXPIRED'], to: 'REVOKED' },
  /** Its document's last day, or the policy's years. */
  expired: { from: ['ACTIVATION_PENDING', ...living], to: 'EXPIRED' },
  /** The same person was verified again: new device, new secret code; what services know them by stays. */
  proofed_again: { from: ['ACTIVATION_PENDING', ...living, 'EXPIRED', 'REVOKED'], to: 'ACTIVATION_PENDING' },
} as const satisfies Record<string, { from: readonly AccountState[]; to: AccountState }>
export type AccountEvent = keyof typeof accountEvents

type Cause = {
  event: AccountEvent
  by: 'holder' | 'central' | 'service'
  /** What stands in the account until it moves again. */
  reason: 'secret' | 'holder' | 'decision' | 'ended' | null
  /** What its holder hears; null where what follows from it tells them: a new activation sends its link. */
  letter: LetterKind | null
}

/** Everything that moves an account: what it is to the table, who causes it, and what the holder hears. There is no other cause. */
export const accountCauses = {
  activation: { event: 'activated', by: 'holder', reason: null, letter: 'activated' },
  wrong_secrets: { event: 'locked', by: 'service', reason: 'secret', letter: 'locked' },
  new_secret: { event: 'unlocked', by: 'holder', reason: null, letter: 'secret_reset' },
  /** "It was not me" (R26). */
  not_me: { event: 'suspended', by: 'holder', reason: 'holder', letter: 'suspended' },
  /** A recall: what the proofing rested on is distrusted. */
  distrusted: { event: 'suspended', by: 'central', reason: 'decision', letter: 'distrusted' },
  trusted_again: { event: 'reinstated', by: 'central', reason: null, letter: 'reinstated' },
  trusted_unactivated: { event: 'reinstated_unactivated', by: 'central', reason: null, letter: null },
  withdrawn: { event: 'revoked', by: 'central', reason: 'decision', letter: 'revoked' },
  time_over: { event: 'expired', by: 'service', reason: 'ended', letter: 'ended' },
  verified: { event: 'proofed_again', by: 'central', reason: null, letter: 'verified_anew' },
} as const satisfies Record<string, Cause>
export type AccountCause = keyof typeof accountCauses

/** Where an event leads an account; null where it cannot happen in that state. */
export function nextAccountState(state: AccountState, event: AccountEvent): EdgeTaken | null {
  const { from, to } = accountEvents[event]
  return (from as readonly AccountState[]).includes(state) ? (to as EdgeTaken) : null
}

/** Of an identity that has ended, address and number may be somebody else's by now. */
export const endedStates: readonly AccountState[] = ['EXPIRED', 'REVOKED']
export const hasEnded = (state: AccountState): boolean => endedStates.includes(state)

/** Only an account in this state logs anybody in. */
export const canLogIn = (state: AccountState): boolean => state === 'ACTIVE'

/** What central's standing of an application does to the account that rests on it; null: nothing. */
export function causeOfDecision(
  decision: ApplicationState,
  { state, reason, wasActivated }: { state: AccountState; reason: string | null; wasActivated: boolean },
): AccountCause | null {
  const wanted: Partial<Record<ApplicationState, AccountCause>> = {
    SUSPENDED: 'distrusted',
    APPROVED: wasActivated ? 'trusted_again' : 'trusted_unactivated',
    CANCELLED: 'withdrawn',
    REJECTED: 'withdrawn',
  }
  // What its holder suspended, central does not open again: it trusts the proofing, which nobody doubted.
  if (decision === 'APPROVED' && reason === accountCauses.not_me.reason) return null
  const cause = wanted[decision]
  return cause !== undefined && nextAccountState(state, accountCauses[cause].event) !== null ? cause : null
}

export type Edge = { from: IdentityState; event: string; to: IdentityState }

/** The whole table, for whoever draws or tests it: central's edges, what central receives, the approval, and the account's. */
export function identityEdges(): Edge[] {
  const central = Object.entries(applicationEvents).flatMap(([event, { from, to }]) =>
    from.map((state) => ({ from: state, event, to })),
  )
  const ofCentral = central.filter(
    (edge): edge is Edge & typeof edge => edge.from !== 'SUSPENDED' && edge.to !== 'SUSPENDED',
  )
  const stages = beforeVisit.slice(1).map((to, i) => ({ from: beforeVisit[i]!, event: 'said_more', to }))
  const received: Edge[] = [
    { from: 'AWAITING_PROOFING', event: 'received', to: 'RECEIVED' },
    ...ofCentral
      .filter(({ from }) => from === 'AWAITING_PROOFING')
      .map(({ event, to }) => ({ from: 'RECEIVED' as const, event, to })),
  ]
  const handedOver: Edge = { from: 'APPROVED', event: 'handed_over', to: 'ACTIVATION_PENDING' }
  const account = Object.entries(accountEvents).flatMap(([event, { from, to }]) =>
    from.map((state) => ({ from: state, event, to })),
  )
  return [...stages, ...ofCentral, ...received, handedOver, ...account]
}
