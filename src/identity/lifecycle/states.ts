import { applicationEvents, type ApplicationState } from '../../central/intake/state.ts'
import type { AccountState } from '../../contract/identity/device.ts'

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
  /** The same person was verified anew: new device, new secret code; what services know them by stays. */
  proofed_again: { from: ['ACTIVATION_PENDING', ...living, 'EXPIRED', 'REVOKED'], to: 'ACTIVATION_PENDING' },
} as const satisfies Record<string, { from: readonly AccountState[]; to: AccountState }>
export type AccountEvent = keyof typeof accountEvents

/** Where an event leads an account; null where it cannot happen in that state. */
export function nextAccountState(state: AccountState, event: AccountEvent): AccountState | null {
  const { from, to } = accountEvents[event]
  return (from as readonly AccountState[]).includes(state) ? to : null
}

/** Only an account in this state logs anybody in. */
export const canLogIn = (state: AccountState): boolean => state === 'ACTIVE'

/** What central's standing of an application makes of the account that rests on it; null: nothing. */
export function eventOfDecision(
  decision: ApplicationState,
  { state, wasActivated }: { state: AccountState; wasActivated: boolean },
): AccountEvent | null {
  const wanted: Partial<Record<ApplicationState, AccountEvent>> = {
    SUSPENDED: 'suspended',
    APPROVED: wasActivated ? 'reinstated' : 'reinstated_unactivated',
    CANCELLED: 'revoked',
    REJECTED: 'revoked',
  }
  const event = wanted[decision]
  return event !== undefined && nextAccountState(state, event) !== null ? event : null
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
