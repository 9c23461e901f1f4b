-- Who may use the intake API: neighbouring systems and the tools of people, each with keys of its own and the scopes it needs.
CREATE TABLE api_client (
  client_id text PRIMARY KEY CHECK (client_id ~ '^[a-z0-9-]{3,32}$'),
  name text NOT NULL,
  -- The person who answers for it. Two clients of one person are not four eyes.
  holder text NOT NULL CHECK (holder ~ '^[a-z0-9-]{3,32}$'),
  scopes jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

-- A key belongs to one client.
CREATE TABLE api_client_key (
  thumbprint text PRIMARY KEY,
  client_id text NOT NULL,
  public_key jsonb NOT NULL,
  added_at timestamptz NOT NULL,
  retired_at timestamptz
);
CREATE INDEX api_client_key_by_client ON api_client_key (client_id);
