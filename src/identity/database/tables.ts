import type { ColumnType, Kysely, Transaction } from 'kysely'
import type { AccountState, DeviceKind } from '../../contract/identity/device.ts'
import type { Tables as CentralTables } from '../../central/database/tables.ts'
import type { ApplicationState } from '../../central/intake/state.ts'

type Column<T> = ColumnType<T | null, T | null | undefined, T | null>
type Defaulted<T> = ColumnType<T, T | undefined, T>
/** A day as text; selected with a cast, because a driver makes midnight somewhere of it. */
type Day = ColumnType<unknown, string, string>

export type SessionKind = 'application' | 'activation' | 'device' | 'browser'
export type CodePurpose = 'email' | 'phone' | 'activation'
export type LoginState = 'waiting' | 'approved' | 'refused' | 'expired'

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
  'identity.applicant': {
    application_id: string
    email_digest: string
    draft: string
    created_at: Date
    submitted_at: Column<Date>
  }
  'identity.account': {
    account_id: string
    state: AccountState
    state_reason: Column<string>
    state_at: Date
    application_id: string
    application_state: ApplicationState
    email_digest: string
    person_digest: string
    holder: string
    secret: Column<string>
    wrong_secrets: Defaulted<number>
    ends_on: Day
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
  'identity.subject': { account_id: string; sector: string; sub: string; created_at: Date }
  'identity.relying_party': {
    client_id: string
    name: string
    hub: string | null
    metadata: string
    added_at: Date
    revoked_at: Column<Date>
  }
  'identity.oidc_record': {
    kind: string
    id: string
    payload: string
    grant_id: string | null
    uid: string | null
    consumed_at: Column<Date>
    expires_at: Date
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
