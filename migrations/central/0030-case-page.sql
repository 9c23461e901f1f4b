-- The case page gathers what was done about one application, and who released something of a packet.
CREATE INDEX audit_by_subject ON audit (subject, at) WHERE subject <> '';
CREATE INDEX packet_ground_by_packet ON packet_ground (station_id, packet_id);
