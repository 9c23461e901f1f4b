import type { QueueItem } from '../../contract/queue-item.ts'
import type { CentralDecision, PacketState } from '../../contract/session.ts'
import type { Tone } from '../../design/components/mark.tsx'
import type { TextKey } from '../../texts/text-key.ts'

const tones: Record<PacketState, Tone> = {
  queued: 'open',
  sent: 'open',
  received: 'good',
  decided: 'good',
  parked: 'bad',
}

const decisionTones: Record<CentralDecision, Tone> = {
  APPROVED: 'good',
  REJECTED: 'bad',
  NOT_VERIFIED: 'open',
  MANUAL_REVIEW: 'attention',
  QUARANTINED: 'attention',
}

/** How a packet's standing is shown: central's decision once there is one, else how far it is on its way. */
export function standingOf({ state, centralDecision }: Pick<QueueItem, 'state' | 'centralDecision'>): {
  tone: Tone
  word: TextKey
} {
  return centralDecision
    ? { tone: decisionTones[centralDecision], word: `words:central.${centralDecision}` }
    : { tone: tones[state], word: `words:packet.${state}` }
}

export const standings = ['all', 'waiting', 'stuck', 'settled'] as const
export type Standing = (typeof standings)[number]
const standingOfState: Record<PacketState, Standing> = {
  queued: 'waiting',
  sent: 'waiting',
  parked: 'stuck',
  received: 'settled',
  decided: 'settled',
}

/** Of the listed packets those whose reference holds what was typed (see `readReferencePart`) and that stand so. */
export function findPackets(items: QueueItem[], part: string, standing: Standing): QueueItem[] {
  return items.filter(
    ({ reference, state }) =>
      (standing === 'all' || standingOfState[state] === standing) &&
      (part === '' || (reference ?? '').replaceAll('-', '').includes(part)),
  )
}
