-- Set while the packet before is not here: since when this one waits for it. It was a note, written once and never taken back.
ALTER TABLE packet ADD COLUMN gap_since timestamptz;
CREATE INDEX packet_after_gap ON packet (gap_since, station_id) WHERE gap_since IS NOT NULL;

-- Not by the note alone: a packet that was quarantined unread, or before its turn, had none.
UPDATE packet SET gap_since = received_at
  WHERE seq > 1 AND state NOT IN ('RECEIVED', 'VERIFYING') AND NOT EXISTS (
    SELECT 1 FROM packet AS before WHERE before.station_id = packet.station_id AND before.seq = packet.seq - 1
  );
UPDATE packet SET notes = notes - 'sequence_gap' WHERE notes @> '["sequence_gap"]';
