-- Whose record it is: holders see their sessions and end them.
ALTER TABLE identity.oidc_record ADD COLUMN account_id uuid;
CREATE INDEX oidc_record_by_account ON identity.oidc_record (account_id) WHERE account_id IS NOT NULL;

-- What each service received of a holder, and when, for the holder alone. Which services somebody uses is theirs: the row is found by a
-- keyed digest of account and service, and the rest is sealed.
CREATE TABLE identity.disclosure (
  service_id text PRIMARY KEY,
  account_id uuid NOT NULL,
  held text NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  times integer NOT NULL
);
CREATE INDEX disclosure_by_account ON identity.disclosure (account_id, last_at);
