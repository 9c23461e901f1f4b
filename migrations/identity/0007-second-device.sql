-- A browser that has opened the link with which it asks to become a further device of somebody.
ALTER TABLE identity.session DROP CONSTRAINT session_kind_check;
ALTER TABLE identity.session ADD CONSTRAINT session_kind_check
  CHECK (kind IN ('application', 'activation', 'device', 'browser', 'joining'));

-- A further device: offered by one that holds the identity, taken up by the browser that opens the link first, answered by the first.
CREATE TABLE identity.device_offer (
  offer_id uuid PRIMARY KEY,
  -- One at a time.
  account_id uuid NOT NULL UNIQUE,
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  opened_at timestamptz,
  -- What the new device shows and the old one is told.
  number text,
  wrong_numbers integer NOT NULL DEFAULT 0,
  -- Sealed: key, name and whereabouts of what asks.
  candidate text,
  -- Once it was let in.
  device_id uuid
);
CREATE INDEX device_offer_expiry ON identity.device_offer (expires_at);
