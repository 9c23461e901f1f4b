-- The version of central's trust that a station says it holds whole.
ALTER TABLE station ADD COLUMN trust_held integer;
