-- How many home visits were not held and wait at the kiosk to be told; null of a kiosk that does not say.
ALTER TABLE station_report ADD COLUMN untold_visits integer;
