-- Each kiosk's camera, as its page found it.
ALTER TABLE station_report ADD COLUMN camera_state text NOT NULL DEFAULT 'unknown';
ALTER TABLE station_report ADD COLUMN camera_model text;
