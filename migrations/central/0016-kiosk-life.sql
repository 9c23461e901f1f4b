-- A kiosk that is out of service delivers what it has sealed and opens no visit any more.
ALTER TABLE station DROP CONSTRAINT station_state_check;
ALTER TABLE station ADD CONSTRAINT station_state_check CHECK (state IN ('pending', 'active', 'revoked', 'retired'));
ALTER TABLE station ADD COLUMN retired_at timestamptz;
-- The kiosk in whose place this one stands; that one is retired when this one is activated.
ALTER TABLE station ADD COLUMN replaces uuid;
-- A code for a kiosk that is known already (registered again), or for one that takes another's place.
ALTER TABLE station_code ADD COLUMN station_id uuid;
ALTER TABLE station_code ADD COLUMN replaces uuid;
