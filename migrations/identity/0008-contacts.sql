-- Another address or number of a holder is confirmed by digits sent there.
ALTER TABLE identity.code DROP CONSTRAINT code_purpose_check;
ALTER TABLE identity.code ADD CONSTRAINT code_purpose_check
  CHECK (purpose IN ('email', 'phone', 'activation', 'new_email', 'new_phone'));

-- The former ones stand sealed with the holder, and are told until then.
ALTER TABLE identity.account ADD COLUMN former_until timestamptz;

-- The link of a notice: whoever has it says, without a device, that it was not them.
CREATE TABLE identity.objection (
  token_hash text PRIMARY KEY,
  account_id uuid NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX objection_by_account ON identity.objection (account_id);
CREATE INDEX objection_expiry ON identity.objection (expires_at);
