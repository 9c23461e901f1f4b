-- The end of each station's audit log as the station last signed it. A log that comes back shorter, or with another record in that
-- place, was cut: what it had been stays beside it.
CREATE TABLE audit_head (
  station_id uuid PRIMARY KEY,
  seq integer NOT NULL,
  hash text NOT NULL,
  statement text NOT NULL,
  received_at timestamptz NOT NULL,
  cut_at timestamptz,
  cut_seq integer,
  cut_statement text,
  left_seq integer
);
