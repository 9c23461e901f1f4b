import type { OverridableGate, Override, OverrideReason } from '../../contract/decision.ts'
import type { SealedView } from '../../contract/session.ts'
import type { PacketFacts as SessionPacketFacts } from '../../enrolment/session/packet.ts'
import type { OperatorSession } from '../people/port.ts'

/** What the session gives to the seal; the rest of the payload, the signing operator included, is the station's. */
export type PacketFacts = Omit<SessionPacketFacts, 'operator'>

export interface Sealing {
  /**
   * Builds, signs twice, encrypts and commits packet, outbox row, day row and audit row in one synchronous transaction,
   * and removes the session's draft with it. Codes: station_not_registered, station_revoked, operator_training_expired,
   * operator_revoked, consent_missing …, store_disk_full. Nothing is left behind when it throws.
   */
  seal(facts: PacketFacts, operator: OperatorSession): Omit<SealedView, 'reasons'>
  /** Compact JWS of the manager over this one case. */
  signOverride(
    manager: OperatorSession,
    claim: {
      sessionId: string
      applicationId: string
      enrollerId: string
      gate: OverridableGate
      reason: OverrideReason
      text: string
    },
  ): Override
}
