-- The part of a packet that is deleted when the appeal time is over, encrypted apart.
CREATE TABLE packet_evidence (
  station_id uuid NOT NULL,
  packet_id uuid NOT NULL,
  jwe text NOT NULL,
  PRIMARY KEY (station_id, packet_id)
);

-- Where a station stands: ages and validities are judged on the calendar day there.
ALTER TABLE station ADD COLUMN time_zone text;

-- Certificates and revocation lists by which central judges chips, as the files they came in.
CREATE TABLE trust_file (
  sha256 text PRIMARY KEY,
  name text NOT NULL,
  bytes bytea NOT NULL,
  added_at timestamptz NOT NULL
);
