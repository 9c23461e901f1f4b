import type { z } from 'zod'
import type { Application } from '../contract/application.ts'
import type { Appointment, AppointmentOutcome } from '../contract/appointment.ts'
import type { DailyLogRange, DailyLogRow, DailyLogTotals, ExportFormat, ExportProgress } from '../contract/daily-log.ts'
import type { OverridableGate, Override, OverrideReason } from '../contract/decision.ts'
import type { FailureCode } from '../contract/failure.ts'
import type { Language } from '../contract/identity.ts'
import type { Operator, OperatorView, Role } from '../contract/operator.ts'
import type { Policy } from '../contract/policy.ts'
import type { DraftItem, QueueItem } from '../contract/requests.ts'
import type { CentralDecision, PacketState, SealedView, Step } from '../contract/session.ts'
import type { StationStatus } from '../contract/status.ts'
import type { Environment, LookupAnswer, PublicJwk } from '../contract/sync.ts'
import type { PacketFacts as SessionPacketFacts } from '../enrolment/session/packet.ts'

/**
 * What the modules of the station offer to its composition root (station.ts). Each `create…` stands in the folder of its
 * name and takes exactly the parts it needs. Synchronous unless a Promise says otherwise; all failures are `Failure`s.
 */

/** Wall clock settled by central's time; survives jumps of the local clock while the process runs. */
export interface Clock {
  /** Best knowledge of the true time. */
  now(): Date
  /** Never jumps; for intervals only. Milliseconds. */
  monotonicMs(): number
  /** Tells the clock central's time, as received just now. */
  settle(serverTime: Date): void
  /** Local clock minus true time, as far as known. Skewed beyond two minutes. */
  skew(): { skewed: boolean; skewSeconds: number }
}

/** Wraps small secrets for rest: Electron's safeStorage, a key file with owner-only rights, or a passphrase. */
export interface KeyWrap {
  wrap(plain: Uint8Array): Uint8Array
  unwrap(wrapped: Uint8Array): Uint8Array
}

/** ES256 by a key that is in memory now. */
export interface Signer {
  readonly kid: string
  readonly publicJwk: PublicJwk
  /** Signature of 64 bytes, r || s (RFC 7518 §3.4). */
  sign(data: Uint8Array): Uint8Array
}

/** An operator unlocked by PIN. `close` forgets the key; signing afterwards fails with operator_not_logged_in. */
export interface OperatorSession {
  readonly operator: Operator
  readonly signer: Signer
  close(): void
}

export interface Operators {
  /** False until the first manager exists. */
  isSetUp(): boolean
  /** First start only. Codes: setup_already_done, operator_invalid, pin_too_weak. */
  createFirstManager(input: {
    operatorId: string
    displayName: string
    pin: string
    language: Language
  }): Promise<Operator>
  /** Codes: operator_exists, operator_invalid, pin_too_weak. */
  create(
    by: string,
    input: { operatorId: string; displayName: string; role: Role; trainedOn: string; pin: string; language: Language },
  ): Promise<Operator>
  /** Codes: operator_invalid, operator_last_manager. */
  update(by: string, input: { operatorId: string; displayName: string; role: Role; trainedOn: string }): Operator
  /** New PIN and therefore a new signing key, made known to central on the next contact. */
  resetPin(by: string, operatorId: string, pin: string): Promise<void>
  /** Codes: pin_wrong, operator_locked_out, pin_too_weak. Keeps the signing key. */
  changePin(operatorId: string, oldPin: string, newPin: string): Promise<void>
  setLanguage(operatorId: string, language: Language): Operator
  /** Codes: operator_last_manager, operator_invalid. */
  revoke(by: string, operatorId: string): void
  list(): Operator[]
  find(operatorId: string): Operator | null
  view(operator: Operator): OperatorView
  /**
   * Login at the door: folds the identifier, works equally long for unknown ones. Codes: operator_unknown_or_wrong_pin,
   * operator_locked_out (waitSeconds), operator_revoked, operator_training_expired, setup_required.
   */
  login(operatorId: string, pin: string): Promise<OperatorSession>
  /**
   * The PIN asked again at unlock or decision, or a manager's at an override. Codes: pin_wrong (of a manager:
   * operator_unknown_or_wrong_pin, override_not_manager), operator_locked_out, operator_revoked, operator_training_expired.
   * Close the session when used.
   */
  confirm(operatorId: string, pin: string, role?: 'manager'): Promise<OperatorSession>
  /** Wipes failed logins that nobody repeated for a day; how many. */
  expireFailures(): number
  /** How long until there are such, milliseconds. */
  failuresDueInMs(): number
  /** Operators whose public key or state central has not seen yet. */
  unpushed(): { operator: Operator; key: PublicJwk; revision: number }[]
  markPushed(operatorId: string, revision: number): void
  /** Central's list of revoked operators; returns those newly revoked here. */
  applyRevocations(operatorIds: string[]): string[]
}

/** Actions of the audit log; nothing personal in `facts` but reference and last four. */
export interface AuditEntry {
  /** `noun.verb` past: session.sealed, operator.logged_in, mrz.corrected, dailyLog.exported … */
  action: string
  /** Operator id, or `station` for what the station does by itself, or `unknown`. */
  actor: string
  /** What it is about: a reference, a packet id, an operator id; null for nothing. */
  subject: string | null
  facts: Record<string, string | number | boolean | null>
}
export interface Audit {
  /** Inside a transaction of the caller it commits with it; otherwise on its own. */
  append(entry: AuditEntry): void
  verify(): { ok: boolean; records: number; firstBroken: number | null }
  /** Writes the export file (JSON Lines, `npm run verify-log FILE`). */
  exportTo(filePath: string, by: string): Promise<{ records: number }>
}

/** What the session gives to the seal; the rest of the payload, the signing operator included, is the station's. */
export type PacketFacts = Omit<SessionPacketFacts, 'operator'>

export interface Sealing {
  /**
   * Builds, signs twice, encrypts and commits packet, outbox row, day row and audit row in one synchronous transaction,
   * and removes the session's draft with it. Codes: station_not_registered, station_revoked, operator_training_expired,
   * operator_revoked, consent_missing …, store_disk_full. Nothing is left behind when it throws.
   */
  seal(facts: PacketFacts, operator: OperatorSession): SealedView
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

export interface Queue {
  list(): QueueItem[]
  counts(): StationStatus['queue']
  find(packetId: string): SealedView | null
  /** Null retries everything waiting or parked. Wakes the upload. Code: not_found. */
  retry(packetId: string | null, by: string): void
  /** Packets that central has not received, as they are (encrypted), in one signed file; its name tells what is left for more. */
  exportBundle(by: string): { bytes: Uint8Array; fileName: string; packets: number }
  /** All of a file or nothing. Codes: bundle_invalid, bundle_conflict, training_forbidden, station_revoked, station_not_registered. */
  importBundle(bytes: Uint8Array, by: string): { imported: number; already: number }
}

export interface Drafts {
  /** `state` is the session's draft as plain JSON. Replaces the earlier one of that session. */
  save(draft: { sessionId: string; operatorId: string; reference: string; step: Step; state: unknown }): void
  /** Drafts of that operator, unexpired, newest first. */
  list(operatorId: string): DraftItem[]
  /** Codes: draft_unknown, draft_expired. */
  load(sessionId: string, operatorId: string): unknown
  /** With its record, `draft.discarded` unless said otherwise; false when there is none. */
  discard(sessionId: string, action?: string): boolean
  /** Wipes what is older than the policy's hours; returns how many. */
  expire(): number
  /** How long until there is something to wipe, milliseconds. */
  dueInMs(): number
}

export interface Appointments {
  list(operatorId: string): Appointment[]
  /** The application that came with an appointment: a home visit starts without network. */
  applicationByReference(reference: string, operatorId: string): Application | null
  /** Codes: appointment_unknown. Sent to central on the next contact. */
  settle(operatorId: string, appointmentId: string, outcome: AppointmentOutcome, note: string | null): void
  /** Replaces the operator's unsettled appointments by central's. Returns how many there are now. */
  replace(operatorId: string, items: { appointment: Appointment; application: Application }[]): number
  /** Wipes those whose day is over, but not the visit under way; how many. Outcomes that central lacks stay. */
  wipeExpired(heldReference: string | null): number
  /** How long until there is something to wipe, or until the day changes, milliseconds. */
  dueInMs(heldReference: string | null): number
}

export interface DailyLog {
  rows(range: DailyLogRange, offset: number, limit: number): { rows: DailyLogRow[]; total: number }
  totals(range: DailyLogRange): DailyLogTotals
  /**
   * Streams to `filePath` (owner-only), audited. Codes: export_cancelled, export_target_unwritable, export_range_invalid,
   * store_disk_full. On failure or cancellation no file remains.
   */
  exportTo(input: {
    exportId: string
    range: DailyLogRange
    format: ExportFormat
    language: Language
    by: string
    filePath: string
    signal: AbortSignal
    onProgress(progress: Pick<ExportProgress, 'rowsDone' | 'rowsTotal'>): void
  }): Promise<{ rows: number; bytes: number; fileName: string }>
  /** Removes what the retention no longer covers and proves it to the audit. Returns rows removed. */
  purge(): number
  /** How long until the retention ends for another day, milliseconds. */
  dueInMs(): number
}

export type SyncNotice =
  | { type: 'network_changed' }
  | { type: 'queue_changed' }
  | { type: 'packet_changed'; packetId: string; state: PacketState; centralDecision: CentralDecision | null }
  | { type: 'policy_changed' }
  | { type: 'operators_revoked'; operatorIds: string[] }
  | { type: 'application_recalled'; reference: string }
  /** Personal data are gone already; the composition root ends the session and logs everybody out. */
  | { type: 'station_wiped'; reason: string }
  /** The last sealed packet has left too: close the store and call `destroyStore`. */
  | { type: 'station_destroyable' }

export interface StationIdentity {
  stationId: string | null
  branchName: string
  thumbprint: string | null
  state: 'unregistered' | 'pending' | 'active' | 'revoked' | 'wiped'
  environment: Environment
}

export interface Sync {
  start(): void
  stop(): Promise<void>
  /** Tries everything now, backoff or not. */
  wake(): void
  identity(): StationIdentity
  network(): StationStatus['network']
  policy(): Policy
  /** Why no session may be opened now: station_revoked, station_locked_no_contact, station_not_registered; or null. */
  gate(): FailureCode | null
  /** Codes: station_code_invalid, central_unreachable, training_forbidden … */
  register(code: string): Promise<{ stationId: string; thumbprint: string; state: 'pending' | 'active' }>
  rotateKey(by: string): Promise<{ thumbprint: string }>
  /** Codes: application_*, central_unreachable … */
  lookup(reference: string, operatorId: string, signal: AbortSignal): Promise<z.infer<typeof LookupAnswer>>
  /** Fetches the postman's appointments; returns how many. */
  refreshAppointments(operatorId: string, signal: AbortSignal): Promise<number>
}
