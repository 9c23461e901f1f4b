import type { AccountState } from '../../contract/identity/device.ts'

/** `account-*`: events of an account (OpenID RISC Profile 1.0, §2); `logout`: a session of theirs ended (OpenID Back-Channel Logout 1.0). */
export type NoticeKind = 'account-disabled' | 'account-enabled' | 'account-purged' | 'logout'

/** Where a service is told: an address of its own for each of the two standards. */
export type NoticeChannel = 'events' | 'logout'

export const channelOf = (kind: NoticeKind): NoticeChannel => (kind === 'logout' ? 'logout' : 'events')

/** The client metadata that names the address. */
export const addressOf: Record<NoticeChannel, 'events_uri' | 'backchannel_logout_uri'> = {
  events: 'events_uri',
  logout: 'backchannel_logout_uri',
}

/** Why an account is disabled, as far as services are told (RISC §2.3): it may have been used by somebody else. */
export type NoticeReason = 'hijacking'

/** What services are told, and what is remembered of it until the account moves again. */
export type MoveTold = { kinds: readonly NoticeKind[]; isToldDisabled: boolean }

/** States in which an identity is not in force. A lock passes, and is nobody's business but the holder's. */
const outOfForce: readonly AccountState[] = ['SUSPENDED', 'REVOKED', 'EXPIRED']

/**
 * What follows for services from a move. Out of force: once, with the end of sessions. A new proofing of an identity in force ends sessions alone. In force
 * again means that its holder can log in.
 */
export function toldOfMove(to: AccountState, { isToldDisabled }: Pick<MoveTold, 'isToldDisabled'>): MoveTold {
  if (outOfForce.includes(to))
    return { kinds: isToldDisabled ? [] : ['account-disabled', 'logout'], isToldDisabled: true }
  if (isToldDisabled) return to === 'ACTIVE' ? { kinds: ['account-enabled'], isToldDisabled: false } : same
  return { kinds: to === 'ACTIVATION_PENDING' ? ['logout'] : [], isToldDisabled: false }
}
const same: MoveTold = { kinds: [], isToldDisabled: true }
