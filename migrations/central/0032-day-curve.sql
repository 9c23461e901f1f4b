-- The day curve counts what was decided by the quarter of an hour, and since when it had waited, without reading the packets.
CREATE INDEX packet_by_decision ON packet (decided_at, received_at, decided_by) WHERE decided_at IS NOT NULL;
