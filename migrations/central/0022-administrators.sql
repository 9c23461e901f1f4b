-- Administrators of an OpenID provider: a name is one subject's for good.
CREATE TABLE administrator (
  name text PRIMARY KEY,
  issuer text NOT NULL,
  subject text NOT NULL,
  first_login_at timestamptz NOT NULL,
  UNIQUE (issuer, subject)
);

-- Sessions end here: with a logout, wherever the cookie is. token_mark: of the bootstrap token that opened it.
CREATE TABLE admin_session (
  session_hash text PRIMARY KEY,
  name text NOT NULL,
  roles jsonb NOT NULL,
  token_mark text,
  started_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX admin_session_expiry ON admin_session (expires_at);

-- What one administrator asks for and another approves.
CREATE TABLE admin_proposal (
  proposal_id uuid PRIMARY KEY,
  path text NOT NULL,
  deed text NOT NULL,
  params jsonb NOT NULL,
  form jsonb NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamptz NOT NULL,
  decided_by text,
  decided_at timestamptz,
  outcome text NOT NULL CHECK (outcome IN ('waiting', 'approved', 'withdrawn', 'refused')),
  CHECK (outcome <> 'approved' OR decided_by <> proposed_by)
);
CREATE INDEX admin_proposal_waiting ON admin_proposal (proposed_at) WHERE outcome = 'waiting';

-- For the auditor's page: the newest first.
CREATE INDEX audit_by_time ON audit (at DESC, audit_id DESC);
