import type { ApplicationStatus } from '../../contract/application.ts'
import type { Declared } from '../../contract/identity.ts'
import type { Policy } from '../../contract/policy.ts'
import type { PacketPayload } from '../../contract/sync.ts'
import type { Person } from '../people/person.ts'

/** Everything a decision rests on: what the packet says and what central knows beside it. */
export type Case = {
  payload: PacketPayload
  /** Packets captured from then on count for nothing; null for a station in good standing. */
  compromisedSince: Date | null
  /** The operator as on the day of the capture, by central's own roster; null: nobody known. */
  operator: Person | null
  /** The signing key is this person's at this station, by central's word. */
  operatorKeyKnown: boolean
  operatorRevokedAt: Date | null
  /** Sealed with a station's key that no longer counted when the packet came. */
  stationKeyRetired: boolean
  /** The packet before or after it in the station's series says otherwise. */
  chainBroken: boolean
  application: CaseApplication | null
  reportedLost: boolean
  overrides: OverrideEvidence[]
  policy: Policy
}

export type CaseApplication = {
  reference: string
  status: ApplicationStatus
  /** Null once it is erased. */
  declared: Declared | null
  openedBy: string | null
  applicantOperatorId: string | null
  expiresAt: Date
}

/** What central could verify about one override: standards 17. */
export type OverrideEvidence = { gate: string; managerKnown: boolean; signatureValid: boolean; managerRevoked: boolean }

export type Verdict = {
  state: 'APPROVED' | 'REJECTED' | 'MANUAL_REVIEW' | 'QUARANTINED'
  /** Codes, for the station and the administrator. */
  reasons: string[]
  /** Observations that decide nothing by themselves. */
  notes: string[]
  /** What becomes of the application; null: stays as it is. */
  application: 'verified' | 'refused' | null
}
