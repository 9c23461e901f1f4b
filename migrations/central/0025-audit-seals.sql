-- Central's own audit as a chain: rows are sealed in lots, each lot's hash over the one before. Stations hold its end.
ALTER TABLE audit ADD COLUMN sealed integer;
CREATE INDEX audit_unsealed ON audit (at, audit_id) WHERE sealed IS NULL;
CREATE INDEX audit_by_seal ON audit (sealed) WHERE sealed IS NOT NULL;

CREATE TABLE audit_seal (
  seq integer PRIMARY KEY,
  prev_hash text NOT NULL,
  rows integer NOT NULL,
  hash text NOT NULL,
  sealed_at timestamptz NOT NULL
);
CREATE INDEX audit_seal_by_time ON audit_seal (sealed_at);
