-- The identity's life beside central's tables, in a schema of its own. What names a person is sealed (src/identity/keys) under keys that
-- are themselves wrapped under one outside the database; people are found by keyed digests.
CREATE SCHEMA identity;

CREATE TABLE identity.key (
  slot text PRIMARY KEY,
  purpose text NOT NULL,
  -- Wrapped under the key outside the database.
  body text NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);

-- What a browser holds, by the SHA-256 of its cookie.
CREATE TABLE identity.session (
  token_hash text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('application', 'activation', 'device', 'browser')),
  subject_id uuid NOT NULL,
  -- Sealed: the address that a browser remembers.
  held text,
  proved_at timestamptz,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_expiry ON identity.session (expires_at);

-- Six digits on their way: one at a time for each address, phone or link.
CREATE TABLE identity.code (
  purpose text NOT NULL CHECK (purpose IN ('email', 'phone', 'activation')),
  subject text NOT NULL,
  code_hash text NOT NULL,
  -- Sealed: where it went and what it is for.
  held text NOT NULL,
  tries_left integer NOT NULL CHECK (tries_left >= 0),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  resend_at timestamptz NOT NULL,
  -- How many were sent since.
  sent integer NOT NULL,
  sent_since timestamptz NOT NULL,
  PRIMARY KEY (purpose, subject)
);
CREATE INDEX code_expiry ON identity.code (expires_at);

-- What the web application knows of an application beside central's row; gone when central erases its declaration.
CREATE TABLE identity.applicant (
  application_id uuid PRIMARY KEY,
  email_digest text NOT NULL,
  draft text NOT NULL,
  created_at timestamptz NOT NULL,
  submitted_at timestamptz
);
CREATE INDEX applicant_by_email ON identity.applicant (email_digest, created_at);

CREATE TABLE identity.account (
  account_id uuid PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('ACTIVATION_PENDING', 'ACTIVE', 'LOCKED', 'SUSPENDED', 'REVOKED', 'EXPIRED')),
  -- Why it is not active, where it is not.
  state_reason text,
  state_at timestamptz NOT NULL,
  -- The application whose approval it rests on, and what central said of it last.
  application_id uuid NOT NULL UNIQUE,
  application_state text NOT NULL,
  email_digest text NOT NULL,
  person_digest text NOT NULL UNIQUE,
  -- Sealed: pivot identity, e-mail, phone.
  holder text NOT NULL,
  -- Sealed: the slow hash of the secret code.
  secret text,
  wrong_secrets integer NOT NULL DEFAULT 0,
  -- The identity ends with its document, or after the policy's years.
  ends_on date NOT NULL,
  created_at timestamptz NOT NULL,
  activated_at timestamptz
);
CREATE INDEX account_by_email ON identity.account (email_digest);

CREATE TABLE identity.activation (
  account_id uuid PRIMARY KEY,
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  links_sent integer NOT NULL DEFAULT 1,
  secret text
);

CREATE TABLE identity.device (
  device_id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('passkey', 'key')),
  name text NOT NULL,
  public_key text NOT NULL,
  credential_id text UNIQUE,
  transports text NOT NULL DEFAULT '[]',
  counter bigint NOT NULL DEFAULT 0,
  added_at timestamptz NOT NULL,
  used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX device_by_account ON identity.device (account_id);

-- Fresh bytes that a device must sign: each counts once.
CREATE TABLE identity.challenge (
  challenge text PRIMARY KEY,
  purpose text NOT NULL,
  subject text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX challenge_expiry ON identity.challenge (expires_at);

CREATE TABLE identity.login_request (
  login_id uuid PRIMARY KEY,
  interaction text NOT NULL UNIQUE,
  -- Keyed digest of the name given; whether anybody has it makes no difference here.
  name_digest text NOT NULL,
  number text NOT NULL,
  service text NOT NULL,
  hub text,
  claims text NOT NULL,
  origin text NOT NULL,
  challenge text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'expired')),
  wrong_numbers integer NOT NULL DEFAULT 0,
  account_id uuid,
  device_id uuid,
  acr text,
  asked_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  answered_at timestamptz,
  -- A browser that has logged in before has an allowance of its own.
  known_browser boolean NOT NULL DEFAULT false,
  -- Sealed: the name given, where the browser is to remember it.
  remembered text
);
CREATE UNIQUE INDEX login_request_waiting ON identity.login_request (name_digest) WHERE state = 'waiting';
CREATE INDEX login_request_by_name ON identity.login_request (name_digest, asked_at);

-- What a sector knows a person by: drawn once, never derived, never given to another.
CREATE TABLE identity.subject (
  account_id uuid NOT NULL,
  sector text NOT NULL,
  sub text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (account_id, sector)
);

CREATE TABLE identity.relying_party (
  client_id text PRIMARY KEY,
  name text NOT NULL,
  hub text,
  -- Sealed: OpenID client metadata; a secret is in it.
  metadata text NOT NULL,
  added_at timestamptz NOT NULL,
  revoked_at timestamptz
);

-- Sessions, interactions, grants, codes and tokens of the OpenID provider.
CREATE TABLE identity.oidc_record (
  kind text NOT NULL,
  id text NOT NULL,
  payload text NOT NULL,
  grant_id text,
  uid text,
  consumed_at timestamptz,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (kind, id)
);
CREATE INDEX oidc_record_by_grant ON identity.oidc_record (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX oidc_record_by_uid ON identity.oidc_record (uid) WHERE uid IS NOT NULL;
CREATE INDEX oidc_record_expiry ON identity.oidc_record (expires_at);

-- Times of a postman's round that citizens may choose.
CREATE TABLE identity.visit_slot (
  slot_id uuid PRIMARY KEY,
  operator_id text NOT NULL,
  -- Where the round goes: the beginning of its postcodes.
  postcode text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  application_id uuid UNIQUE
);
CREATE INDEX visit_slot_free ON identity.visit_slot (starts_at) WHERE application_id IS NULL;

-- Text messages of training, which no telephone gets.
CREATE TABLE identity.training_message (
  message_id uuid PRIMARY KEY,
  recipient text NOT NULL,
  words text NOT NULL,
  sent_at timestamptz NOT NULL
);
