-- Nonces for Active Authentication: given to one station for one application with each look-up and appointment, and spent by the first
-- packet that shows one.
CREATE TABLE chip_nonce (
  nonce text PRIMARY KEY,
  application_id uuid NOT NULL,
  station_id uuid NOT NULL,
  issued_at timestamptz NOT NULL,
  spent_by uuid
);
CREATE INDEX chip_nonce_by_application ON chip_nonce (application_id, station_id);
