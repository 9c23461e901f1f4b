-- How each kiosk says that it is: what waits there, its reader, and how old what it goes by is.
CREATE TABLE station_report (
  station_id uuid PRIMARY KEY,
  received_at timestamptz NOT NULL,
  unsent integer NOT NULL,
  parked integer NOT NULL,
  oldest_unsent_at timestamptz,
  reader_state text NOT NULL,
  reader_name text,
  trust_as_of timestamptz,
  roster_as_of timestamptz
);
