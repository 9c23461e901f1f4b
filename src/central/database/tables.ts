import type { ColumnType } from 'kysely'
import type { Scope } from '../clients/scopes.ts'
import type { FigureTables } from '../figures/tables.ts'
import type { KeyPurpose } from '../keys/key-port.ts'
import type { Column, Day, Defaulted, Json } from './columns.ts'
import type { ProposalKind } from '../proposals/kinds.ts'
import type { ApplicationState } from '../intake/state.ts'
import type { ApplicationStatus, Channel } from '../../contract/application.ts'
import type { AppointmentOutcome } from '../../contract/appointment.ts'
import type { Outcome } from '../../contract/decision.ts'
import type { Declared, Language } from '../../contract/identity.ts'
import type { Role } from '../../contract/operator.ts'
import type { Policy } from '../../contract/policy.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { PacketCentralState } from '../../contract/protocol/packet-answers.ts'

export type RetiredKey = { key: PublicJwk; valid_until: string }
export type StationState = 'pending' | 'active' | 'revoked' | 'retired'
export type StoredState = Exclude<PacketCentralState, 'UNKNOWN'>

export type MailKind =
  | 'accepted'
  | 'not_accepted'
  | 'expiring'
  | 'expired'
  | 'suspended'
  | 'contest_received'
  | 'contest_upheld'
  | 'second_visit'
  /** Written by the identity service: address and words are in `letter`. */
  | 'letter'
/** `handed_over`: of a time when another system sent them. */
export type MailState = 'handed_over' | 'due' | 'sent' | 'bounced' | 'given_up'
export type GroundKind = 'manager' | 'signer' | 'anchor'
/** What can be distrusted. */
export type RecallKind = 'operator' | 'station' | GroundKind
/** What stays of a packet's words when they are erased (docs/central.md, retention). */
export type KeptOfPacket = {
  policy_version: number
  software_version: string
  document_type: string | null
  document_issuer: string | null
  managers: string[]
}

/** Rows of migrations/central/*.sql, all in one place as they are in the database: a column is looked up by its table, not by its folder. */
export type Tables = FigureTables & {
  central_key: {
    slot: string
    kid: string
    purpose: KeyPurpose | 'secret'
    private_key: string
    created_at: Date
    retired_at: Column<Date>
  }
  policy: { version: number; body: Json<Policy>; set_at: Date }
  station: {
    station_id: string
    branch_name: string
    kind: 'counter' | 'tablet'
    state: StationState
    thumbprint: string
    public_key: Json<PublicJwk>
    encryption_key: Json<PublicJwk>
    /** Oldest first. */
    retired_keys: ColumnType<RetiredKey[], string | undefined, string>
    software_version: string
    registered_at: Date
    activated_at: Column<Date>
    revoked_at: Column<Date>
    compromised_since: Column<Date>
    last_seen_at: Column<Date>
    last_event: Defaulted<number>
    time_zone: Column<string>
    retired_at: Column<Date>
    replaces: Column<string>
    /** Version of the trust that it says it holds whole; null where it never said so. */
    trust_held: Column<number>
  }
  audit_head: {
    station_id: string
    seq: number
    hash: string
    statement: string
    received_at: Date
    cut_at: Column<Date>
    /** The last record that it had had, and what the station had signed of it. */
    cut_seq: Column<number>
    cut_statement: Column<string>
    /** The last record that was left. */
    left_seq: Column<number>
  }
  station_report: {
    station_id: string
    received_at: Date
    unsent: number
    parked: number
    oldest_unsent_at: ColumnType<Date | null, string | null, string | null>
    untold_visits: Column<number>
    reader_state: string
    reader_name: Column<string>
    camera_state: Defaulted<string>
    camera_model: Column<string>
    trust_as_of: ColumnType<Date | null, string | null, string | null>
    roster_as_of: ColumnType<Date | null, string | null, string | null>
  }
  station_code: {
    code_hash: string
    branch_name: string
    issued_at: Date
    expires_at: Date
    reusable: Defaulted<boolean>
    used_at: Column<Date>
    manager_id: Column<string>
    station_id: Column<string>
    replaces: Column<string>
  }
  person: {
    person_id: string
    display_name: string
    created_at: Date
    created_by: string
    confirmed_at: Column<Date>
    confirmed_by: Column<string>
    revoked_at: Column<Date>
    is_legacy: Defaulted<boolean>
  }
  person_term: {
    person_id: string
    valid_from: Day
    role: Role
    trained_until: Day
    recorded_at: Date
    recorded_by: string
  }
  assignment: { station_id: string; person_id: string; since: Date; ended_at: Column<Date> }
  key_owner: {
    thumbprint: string
    station_id: string
    person_id: Column<string>
    since: Date
    valid_until: Column<Date>
    code_set_by: Column<string>
  }
  chip_nonce: {
    nonce: string
    application_id: string
    station_id: string
    issued_at: Date
    spent_by: Column<string>
  }
  person_code: {
    code_hash: string
    person_id: string
    issued_at: Date
    issued_by: string
    expires_at: Date
    used_at: Column<Date>
    used_thumbprint: Column<string>
  }
  application: {
    application_id: string
    reference: string
    state: ApplicationState
    /** Follows from the state. */
    status: ColumnType<ApplicationStatus, never, never>
    channel: Channel | null
    language: Defaulted<Language>
    /** Sealed (intake/declaration.ts); null once it is erased. */
    declaration: Column<string>
    /** As an earlier version wrote it; null once it is sealed. */
    declared: ColumnType<Declared | null, string | null | undefined, string | null>
    email_confirmed_at: Column<Date>
    phone_confirmed_at: Column<Date>
    declared_at: Column<Date>
    branch_id: Column<string>
    opened_by: string | null
    applicant_operator_id: string | null
    created_by: Defaulted<string>
    created_at: Date
    expires_at: Date
    specimen_status: ApplicationStatus | null
    closed_by: Column<string>
    closed_at: Column<Date>
    /** Until when the decision can be contested and what it rested on is kept. */
    appeal_until: Column<Date>
    erased_at: Column<Date>
    /** While it is suspended: what of its verification is distrusted. */
    suspended_for: Column<RecallKind>
  }
  application_digest: { kind: 'document' | 'person'; digest: string; application_id: string }
  application_reference: { reference: string; application_id: string }
  application_holder: { application_id: string; station_id: string; held_until: Date }
  lost_stolen_document: { number_hash: string; reported_at: Date }
  packet: {
    station_id: string
    packet_id: string
    seq: number
    prev_hash: string
    sha256: string
    application_id: string
    operator_id: string
    outcome: Outcome
    captured_at: Date
    received_at: Date
    delivered_by: string
    receipt: string
    /** Null once it is erased. */
    jwe: string | null
    state: StoredState
    reasons: ColumnType<string[], string | undefined, string>
    notes: ColumnType<string[], string | undefined, string>
    decided_at: Column<Date>
    decided_by: Column<string>
    gap_since: Column<Date>
    kept: ColumnType<KeptOfPacket | null, string | null | undefined, string | null>
    erased_at: Column<Date>
  }
  chip_witness: {
    witness_id: string
    station_id: string
    application_id: string
    session_id: string
    sod_sha256: string
    /** Session keys, until the chip's answers came (witness/stored-witness.ts). */
    pending: ColumnType<unknown, string | null | undefined, string | null>
    begun_at: Date
    outcome: Column<'passed' | 'failed'>
  }
  packet_evidence: { station_id: string; packet_id: string; jwe: string }
  trust_file: {
    sha256: string
    name: string
    bytes: Buffer
    added_at: Date
    source: Defaulted<string>
    added_by: Defaulted<string>
  }
  trust_version: { version: number; set_at: Date; set_by: string }
  event: { station_id: string; number: number; type: string; at: Date; body: Json<Record<string, unknown>> }
  appointment: {
    appointment_id: string
    application_id: string
    operator_id: string
    starts_at: Date
    ends_at: Date
    note: string | null
    outcome: Column<AppointmentOutcome>
    outcome_at: Column<Date>
    outcome_note: Column<string>
    outcome_by: Column<string>
    /** The packet of a visit that was held; then nothing else is believed of it. */
    outcome_packet: Column<string>
  }
  packet_ground: { kind: GroundKind; fingerprint: string; station_id: string; packet_id: string }
  mail: {
    application_id: string
    mail_id: string
    kind: MailKind
    reasons: ColumnType<string[], string | undefined, string>
    /** Sealed; null once it is settled. */
    letter: Column<string>
    created_at: Date
    state: MailState
    attempts: Defaulted<number>
    next_try_at: Column<Date>
    settled_at: Column<Date>
    /** The mail server's last words, its code alone. */
    last_answer: Column<string>
  }
  contest: {
    application_id: string
    contest_id: string
    words: string | null
    received_at: Date
    due_at: Date
    answered_at: Column<Date>
    answered_by: Column<string>
    answer: Column<'upheld' | 'second_visit'>
  }
  audit: {
    station_id: string
    audit_id: string
    at: Date
    actor: string
    action: string
    subject: string
    result: string
    detail: Column<string>
    sealed: Column<number>
  }
  audit_seal: { seq: number; prev_hash: string; rows: number; hash: string; sealed_at: Date }
  administrator: { name: string; issuer: string; subject: string; first_login_at: Date }
  admin_session: {
    session_hash: string
    name: string
    roles: Json<string[]>
    token_mark: Column<string>
    started_at: Date
    expires_at: Date
  }
  api_client: {
    client_id: string
    name: string
    holder: string
    scopes: Json<Scope[]>
    created_at: Date
    revoked_at: Column<Date>
  }
  client_call: { client_id: string; minute: Date; calls: number }
  api_client_key: {
    thumbprint: string
    client_id: string
    public_key: Json<PublicJwk>
    added_at: Date
    retired_at: Column<Date>
  }
  branch: {
    branch_id: string
    name: string
    time_zone: string
    commune: string
    postcode: string
    closed_from: Column<Date>
    closed_until: Column<Date>
    updated_at: Date
    updated_by: string
  }
  /** `hour` begins a minute: renamed, it would be unknown to instances of the version before, which run on while one is replaced. */
  lookup_count: { station_id: string; operator_id: string; hour: Date; asked: number; missed: number }
  alarm: { kind: string; station_id: string; operator_id: string; hour: Date; raised_at: Date }
  /** What one person proposes and another puts in force (proposals/). */
  proposal: {
    proposal_id: string
    kind: ProposalKind
    body: Json<unknown>
    /** Null where there is none, and once it is decided. */
    attachment: Column<Buffer>
    proposed_by: string
    proposer: string
    proposed_at: Date
    outcome: 'waiting' | 'approved' | 'withdrawn' | 'refused'
    decided_by: Column<string>
    decider: Column<string>
    decided_at: Column<Date>
  }
  used_proof: { proof_hash: string; expires_at: Date }
  setting: { name: string; value: string }
  migration: { name: string; sha256: string; applied_at: Date }
  identity_migration: { name: string; sha256: string; applied_at: Date }
}
