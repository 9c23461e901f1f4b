-- What a holder is shown of their own logins, for the policy's days. Service and origin are sealed: which services somebody uses is theirs.
CREATE TABLE identity.login_history (
  login_id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  device_id uuid NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('approved', 'refused')),
  answered_at timestamptz NOT NULL,
  held text NOT NULL
);
CREATE INDEX login_history_by_account ON identity.login_history (account_id, answered_at);
CREATE INDEX login_history_by_time ON identity.login_history (answered_at);
