-- Chip Authentications that central took part in: for one station, one application and one visit, begun once and concluded once. The
-- session's keys stand here for two minutes at most, and no longer than until the answers came.
CREATE TABLE chip_witness (
  witness_id uuid PRIMARY KEY,
  station_id uuid NOT NULL,
  application_id uuid NOT NULL,
  session_id uuid NOT NULL,
  -- Of the chip's EF.SOD: which document it was.
  sod_sha256 text NOT NULL,
  pending jsonb,
  begun_at timestamptz NOT NULL,
  outcome text CHECK (outcome IN ('passed', 'failed')),
  CHECK (outcome IS NULL OR pending IS NULL)
);
CREATE INDEX chip_witness_by_application ON chip_witness (application_id, session_id);
