import type { Outcome } from '../../contract/decision.ts'
import type { CentralDecision, PacketState, Session } from '../../contract/session.ts'

/**
 * What happened inside the station, for whichever feature it concerns; of the interface's own events the contract tells. Each is
 * published after the transaction it speaks of.
 */
export type StationEvent =
  /** A verification became a sealed packet. */
  | { type: 'packet_sealed'; packetId: string; operatorId: string; reference: string; outcome: Outcome }
  /** Packets are due again, or arrived in a bundle. */
  | { type: 'packets_released' }
  /** A home visit has its outcome. */
  | { type: 'visit_settled' }
  /** Null: the session ended. */
  | { type: 'session_changed'; session: Session | null }
  /** Who stands at the counter, or whether the screen is locked. */
  | { type: 'login_changed' }
  | { type: 'reader_changed' }
  /** A page or process that was not admitted tried to connect to the station's wire. */
  | { type: 'stranger_refused' }
  | { type: 'network_changed' }
  | { type: 'queue_changed' }
  | { type: 'packet_changed'; packetId: string; state: PacketState; centralDecision: CentralDecision | null }
  | { type: 'policy_changed' }
  /** A manager said that the wall clock is right. */
  | { type: 'clock_settled' }
  /** Central was asked what chips are judged by. */
  | { type: 'trust_changed' }
  | { type: 'operators_revoked'; operatorIds: string[] }
  | { type: 'application_recalled'; reference: string }
  /** Personal data are gone already; the session ends and everybody is logged out. */
  | { type: 'station_wiped'; reason: string }
  /** The last sealed packet has left too: the store is closed and destroyed. */
  | { type: 'station_destroyable' }

export type StationEventType = StationEvent['type']
export type EventOf<T extends StationEventType> = Extract<StationEvent, { type: T }>
