-- Keys are chosen for sharding: whatever belongs to a station starts with station_id, whatever belongs to an application
-- with application_id. Nothing is numbered by a sequence. See docs/distributed-postgresql.md.

CREATE TABLE central_key (
  slot text PRIMARY KEY,
  kid text NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('encryption', 'signing', 'secret')),
  private_key text NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);

CREATE TABLE policy (
  version integer PRIMARY KEY,
  body jsonb NOT NULL,
  set_at timestamptz NOT NULL
);

CREATE TABLE station (
  station_id uuid PRIMARY KEY,
  branch_name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('counter', 'tablet')),
  state text NOT NULL CHECK (state IN ('pending', 'active', 'revoked')),
  thumbprint text NOT NULL,
  public_key jsonb NOT NULL,
  encryption_key jsonb NOT NULL,
  old_public_key jsonb,
  old_key_valid_until timestamptz,
  software_version text NOT NULL,
  registered_at timestamptz NOT NULL,
  activated_at timestamptz,
  revoked_at timestamptz,
  compromised_since timestamptz,
  last_seen_at timestamptz,
  last_event integer NOT NULL DEFAULT 0
);

CREATE TABLE station_code (
  code_hash text PRIMARY KEY,
  branch_name text NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  reusable boolean NOT NULL DEFAULT false,
  used_at timestamptz
);

CREATE TABLE operator (
  station_id uuid NOT NULL,
  operator_id text NOT NULL,
  display_name text,
  role text NOT NULL CHECK (role IN ('clerk', 'postman', 'manager')),
  trained_on date NOT NULL,
  revoked_at timestamptz,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, operator_id)
);

-- A new PIN makes a new key: all of an operator's keys stay known, because packets signed before are still on their way.
CREATE TABLE operator_key (
  station_id uuid NOT NULL,
  operator_id text NOT NULL,
  thumbprint text NOT NULL,
  first_seen_at timestamptz NOT NULL,
  PRIMARY KEY (station_id, operator_id, thumbprint)
);

CREATE TABLE revoked_operator (
  operator_id text PRIMARY KEY,
  revoked_at timestamptz NOT NULL
);

CREATE TABLE application (
  application_id uuid PRIMARY KEY,
  reference text NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'verified', 'expired', 'cancelled', 'refused')),
  channel text NOT NULL CHECK (channel IN ('counter', 'home')),
  declared jsonb NOT NULL,
  email_confirmed boolean NOT NULL,
  opened_by text,
  applicant_operator_id text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  specimen_status text
);

-- A table of its own, so that a reference is found on one shard.
CREATE TABLE application_reference (
  reference text PRIMARY KEY,
  application_id uuid NOT NULL
);

CREATE TABLE lost_stolen_document (
  number_hash text PRIMARY KEY,
  reported_at timestamptz NOT NULL
);

CREATE TABLE packet (
  station_id uuid NOT NULL,
  packet_id uuid NOT NULL,
  seq integer NOT NULL,
  prev_hash text NOT NULL,
  sha256 text NOT NULL,
  application_id uuid NOT NULL,
  operator_id text NOT NULL,
  outcome text NOT NULL,
  captured_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  delivered_by uuid NOT NULL,
  receipt text NOT NULL,
  jwe text NOT NULL,
  state text NOT NULL
    CHECK (state IN ('RECEIVED', 'VERIFYING', 'APPROVED', 'REJECTED', 'MANUAL_REVIEW', 'QUARANTINED')),
  reasons jsonb NOT NULL DEFAULT '[]',
  notes jsonb NOT NULL DEFAULT '[]',
  decided_at timestamptz,
  decided_by text,
  PRIMARY KEY (station_id, packet_id),
  UNIQUE (station_id, seq)
);
CREATE INDEX packet_by_id ON packet (packet_id);
CREATE INDEX packet_by_delivery ON packet (delivered_by, packet_id);
CREATE INDEX packet_undecided ON packet (state, received_at)
  WHERE state IN ('RECEIVED', 'VERIFYING', 'MANUAL_REVIEW', 'QUARANTINED');

-- Numbered per station under the station's row lock, so that a reader never overtakes a writer.
CREATE TABLE event (
  station_id uuid NOT NULL,
  number integer NOT NULL,
  type text NOT NULL,
  at timestamptz NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (station_id, number)
);

CREATE TABLE appointment (
  appointment_id uuid PRIMARY KEY,
  application_id uuid NOT NULL,
  operator_id text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  note text,
  outcome text CHECK (outcome IN ('done', 'no_show', 'refused', 'rescheduled')),
  outcome_at timestamptz,
  outcome_note text,
  outcome_by text
);
CREATE INDEX appointment_by_operator ON appointment (operator_id, starts_at);

CREATE TABLE email_outbox (
  application_id uuid NOT NULL,
  email_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('verified', 'refused')),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (application_id, email_id)
);

-- Who asked for which citizen's data, and what came of it.
CREATE TABLE audit (
  station_id uuid NOT NULL,
  audit_id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  result text NOT NULL,
  PRIMARY KEY (station_id, audit_id)
);

CREATE TABLE used_proof (
  proof_hash text PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX used_proof_expiry ON used_proof (expires_at);
