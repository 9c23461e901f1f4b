import type { ColumnType, Kysely, Transaction } from 'kysely'
import type { AccountState, DeviceKind } from '../../contract/identity/device.ts'
import type { Tables as CentralTables } from '../../central/database/tables.ts'
import type { ApplicationState } from '../../central/intake/state.ts'
import type { NoticeKind } from '../notices/notice-kinds.ts'

type Column<T> = ColumnType<T | null, T | null | undefined, T | null>
type Defaulted<T> = ColumnType<T, T | undefined, T>
/** A day as text; selected with a cast, because a driver makes midnight somewhere of it. */
type Day = ColumnType<unknown, string, string>

export type SessionKind = 'application' | 'activation' | 'device' | 'browser' | 'joining'
export type CodePurpose = 'email' | 'phone' | 'activation' | 'new_email' | 'new_phone'
export type NoticeState = 'due' | 'delivered' | 'refused' | 'given_up' | 'superseded'
export type LoginState = 'waiting' | 'approved' | 'refused' | 'expired'

/** A state that the table of states leads to; what has not passed `nextAccountState` does not compile where an account is written. */
export type EdgeTaken = AccountState & { readonly edge: 'taken' }

/** Rows of migrations/identity/*.sql; what is called sealed there is text of the keyring here. */
export type IdentityTables = {
  'identity.key': { slot: string; purpose: string; body: string; created_at: Date; retired_at: Column<Date> }
  'identity.session': {
    token_hash: string
    kind: SessionKind
    subject_id: string
    held: Column<string>
    proved_at: Column<Date>
    created_at: Date
    expires_at: Date
  }
  'identity.code': {
    purpose: CodePurpose
    subject: string
    code_hash: string
    held: string
    tries_left: number
    created_at: Date
    expires_at: Date
    resend_at: Date
    sent: number
    sent_since: Date
  }
  'identity.sent_to': { recipient_digest: string; sent: number; sent_since: Date }
  'identity.applicant': {
    application_id: string
    email_digest: string
    draft: string
    created_at: Date
    submitted_at: Column<Date>
    /** When its approval made an account, or renewed one. */
    taken_at: Column<Date>
  }
  'identity.account': {
    account_id: string
    /** Written by an edge of the table of states alone: see `EdgeTaken`. */
    state: ColumnType<AccountState, AccountState, EdgeTaken>
    state_reason: Column<string>
    state_at: Date
    application_id: string
    application_state: ApplicationState
    email_digest: string
    person_digest: string
    holder: string
    secret: Column<string>
    wrong_secrets: Defaulted<number>
    reset_tries: Defaulted<number>
    /** No login before it: the secret code was replaced. */
    secret_from: Column<Date>
    /** When the last former address or number is told no more. */
    former_until: Column<Date>
    ends_on: Day
    end_told_for: ColumnType<unknown, string | null | undefined, string | null>
    /** Whether services were told that it is disabled. */
    told_disabled: Defaulted<boolean>
    /** When it is erased, where its holder asked for that while it was suspended. */
    erase_at: Column<Date>
    created_at: Date
    activated_at: Column<Date>
  }
  'identity.activation': {
    account_id: string
    token_hash: string
    created_at: Date
    expires_at: Date
    links_sent: Defaulted<number>
    secret: Column<string>
  }
  'identity.device': {
    device_id: string
    account_id: string
    kind: DeviceKind
    name: string
    public_key: string
    credential_id: Column<string>
    transports: Defaulted<string>
    counter: ColumnType<string | number, number | undefined, number>
    added_at: Date
    used_at: Column<Date>
    revoked_at: Column<Date>
  }
  'identity.device_offer': {
    offer_id: string
    account_id: string
    token_hash: string
    created_at: Date
    expires_at: Date
    opened_at: Column<Date>
    number: Column<string>
    wrong_numbers: Defaulted<number>
    candidate: Column<string>
    device_id: Column<string>
  }
  /** Links of notices with which holders say that it was not them. */
  'identity.objection': { token_hash: string; account_id: string; expires_at: Date }
  'identity.challenge': { challenge: string; purpose: string; subject: string; expires_at: Date }
  'identity.login_request': {
    login_id: string
    interaction: string
    name_digest: string
    number: string
    service: string
    hub: string | null
    claims: string
    origin: string
    challenge: string
    /** The one before it. */
    spent_challenge: Column<string>
    state: LoginState
    wrong_numbers: Defaulted<number>
    account_id: Column<string>
    device_id: Column<string>
    acr: Column<string>
    asked_at: Date
    expires_at: Date
    answered_at: Column<Date>
    known_browser: Defaulted<boolean>
    remembered: Column<string>
  }
  'identity.login_history': {
    login_id: string
    account_id: string
    device_id: string
    outcome: 'approved' | 'refused'
    answered_at: Date
    held: string
  }
  'identity.disclosure': {
    service_id: string
    account_id: string
    held: string
    first_at: Date
    last_at: Date
    times: ColumnType<number, number, number>
  }
  'identity.push_subscription': { device_id: string; endpoint_digest: string; held: string; added_at: Date }
  /** Credentials with which parcels are collected, until they run out. */
  'identity.parcel_credential': {
    credential_id: string
    account_id: string
    device_id: string
    issued_at: Date
    expires_at: Date
    /** When the device's next one took its place. */
    replaced_at: Column<Date>
  }
  'identity.account_application': { application_id: string; account_id: string }
  'identity.spent_subject': { sub_hash: string }
  'identity.subject': { account_id: string; sector: string; sub: string; created_at: Date }
  'identity.relying_party': {
    client_id: string
    name: string
    hub: string | null
    metadata: string
    added_at: Date
    revoked_at: Column<Date>
    /** Counts what administrators decided. */
    version: Defaulted<number>
    /** When they last did. */
    decided_at: Column<Date>
  }
  'identity.oidc_record': {
    kind: string
    id: string
    payload: string
    grant_id: string | null
    uid: string | null
    account_id: Column<string>
    consumed_at: Column<Date>
    expires_at: Date
  }
  /** What services are told, until they have it. */
  'identity.notice': {
    notice_id: string
    client_id: string
    kind: NoticeKind
    subject_digest: Column<string>
    held: Column<string>
    created_at: Date
    next_try_at: Date
    attempts: Defaulted<number>
    state: ColumnType<NoticeState, NoticeState | undefined, NoticeState>
    failure: Column<string>
    failed_at: Column<Date>
    settled_at: Column<Date>
  }
  'identity.visit_slot': {
    slot_id: string
    operator_id: string
    postcode: string
    starts_at: Date
    ends_at: Date
    application_id: Column<string>
  }
  'identity.training_message': { message_id: string; recipient: string; words: string; sent_at: Date }
}

export type AllTables = CentralTables & IdentityTables
export type Db = Kysely<AllTables>
export type Trx = Transaction<AllTables>
