-- Trust of chips: where each file came from, what two people decide about it, and the version that stations are given.
ALTER TABLE trust_file ADD COLUMN source text NOT NULL DEFAULT '';
ALTER TABLE trust_file ADD COLUMN added_by text NOT NULL DEFAULT 'administrator';

CREATE TABLE trust_proposal (
  proposal_id uuid PRIMARY KEY,
  action text NOT NULL CHECK (action IN ('add', 'remove')),
  sha256 text NOT NULL,
  name text NOT NULL,
  source text NOT NULL,
  bytes bytea,
  confirmed jsonb NOT NULL,
  proposed_by text NOT NULL,
  proposer text NOT NULL,
  proposed_at timestamptz NOT NULL,
  approved_by text,
  approver text,
  approved_at timestamptz,
  CHECK (approved_by <> proposed_by AND approver <> proposer),
  CHECK ((action = 'add') = (bytes IS NOT NULL) OR approved_at IS NOT NULL)
);

CREATE TABLE trust_version (
  version integer PRIMARY KEY,
  set_at timestamptz NOT NULL,
  set_by text NOT NULL
);
