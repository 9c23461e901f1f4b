import type { ApplicationStatus } from '../../contract/application.ts'
import type { EvidencePart } from '../../contract/evidence.ts'
import type { Declared, IsoDate } from '../../contract/identity.ts'
import type { Role } from '../../contract/operator.ts'
import type { Policy } from '../../contract/policy.ts'
import type { AnyPacketPayload } from '../../contract/protocol/packet.ts'
import type { Readings } from '../../evidence/read-evidence.ts'
import type { VerifiedRead } from '../../evidence/verify-read.ts'
import type { Duplicate } from '../intake/find-duplicates.ts'

/** Everything a decision rests on: what the packet says, its evidence judged again, and what central knows beside it. */
export type Case = {
  payload: AnyPacketPayload
  evidence: CaseEvidence
  station: CaseStation
  roster: Person[]
  application: CaseApplication | null
  reportedLost: boolean
  /** Another application of the same document or person. */
  duplicates: Duplicate[]
  overrides: OverrideEvidence[]
  policy: Policy
  receivedAt: Date
  /** A chip failed for this application before central's own eyes. */
  witnessFailed: boolean
  /** Sealed with a station's key that no longer counted when the packet came. */
  stationKeyRetired: boolean
  /** The packet before or after it in the station's series says otherwise. */
  chainBroken: boolean
  /** The station sealed another packet of the same visit. */
  sessionRepeated: boolean
  /** From 0 (included) to 1 (excluded), drawn by central: below the policy's share a person looks. */
  draw: number
}

/**
 * `none`: version 1, or nothing of a document was read. `missing`: promised and not there. `differs`: not what was signed.
 * `malformed`: signed, and not evidence.
 */
export type EvidenceState = 'whole' | 'none' | 'missing' | 'differs' | 'malformed'

export type CaseEvidence = {
  state: EvidenceState
  part: EvidencePart | null
  /** Parsed with central's verdicts, and once more with the station's. */
  own: Readings
  claimed: Readings
  verified: VerifiedRead[]
}

export type CaseStation = {
  /** IANA zone of the place, where central was told one. */
  timeZone: string | null
  registeredAt: Date | null
  /** Packets captured from then on count for nothing; null for a station in good standing. */
  compromisedSince: Date | null
  /** What was captured from then on is looked at: the station was out of service. */
  retiredAt: Date | null
  /** Thumbprints of every key the station ever had. */
  keys: string[]
}

/** A person who works at the station, as on central's roster. */
export type Person = {
  operatorId: string
  role: Role
  /** The first day on which this person may not decide. */
  trainedUntil: IsoDate
  /** False where central knows them by a station's word only. */
  confirmed: boolean
  revokedAt: Date | null
  /** Thumbprints. */
  keys: string[]
  /** Those of them that central came to know only after the capture: they release nothing. */
  lateKeys: string[]
  /** Who set the code that opens the key, where it was somebody else. */
  codeSetBy: string | null
}

export type CaseApplication = {
  reference: string
  status: ApplicationStatus
  /** Null once it is erased. */
  declared: Declared | null
  openedBy: string | null
  applicantOperatorId: string | null
  /** Who checked it before a review asked for a second visit. */
  seenBy?: string[]
  emailConfirmed: boolean
  createdAt: Date
  expiresAt: Date
}

/** What central could verify about one override: standards 17. */
export type OverrideEvidence = { signatureValid: boolean; thumbprint: string }

export type Verdict = {
  state: 'APPROVED' | 'REJECTED' | 'NOT_VERIFIED' | 'MANUAL_REVIEW' | 'QUARANTINED'
  /** Codes, for the station and the administrator. */
  reasons: string[]
  /** Observations that decide nothing by themselves. */
  notes: string[]
  /** What becomes of the application; `again`: stays open, and the citizen is asked to come again; null: stays as it is. */
  application: 'verified' | 'refused' | 'again' | null
}
