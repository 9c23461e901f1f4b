-- What 0003 to 0005 made of a database that was filled before them. A visit long past shortened what a later lookup held.
INSERT INTO application_holder
  SELECT reference.application_id, audit.station_id, max(audit.at) + interval '8 days'
  FROM audit JOIN application_reference AS reference ON reference.reference = audit.subject
  WHERE audit.action = 'application.lookup' AND audit.result = 'found' AND audit.at > now() - interval '8 days'
  GROUP BY reference.application_id, audit.station_id
  ON CONFLICT (application_id, station_id)
  DO UPDATE SET held_until = greatest(application_holder.held_until, excluded.held_until);

-- A packet that was quarantined unread, or before its turn, had no note of a gap and waits for the one before it all the same.
UPDATE packet SET gap_since = received_at
  WHERE gap_since IS NULL AND seq > 1 AND state NOT IN ('RECEIVED', 'VERIFYING') AND NOT EXISTS (
    SELECT 1 FROM packet AS before WHERE before.station_id = packet.station_id AND before.seq = packet.seq - 1
  );

-- Of several packets about one application the last to have an email written closed it, at that very time.
UPDATE application SET closed_by = packet.packet_id
  FROM packet JOIN (
    SELECT application_id, max(created_at) AS at FROM email_outbox GROUP BY application_id
  ) AS closed ON closed.application_id = packet.application_id AND closed.at = packet.decided_at
  WHERE packet.application_id = application.application_id
    AND (application.status = 'verified' AND packet.state = 'APPROVED'
      OR application.status = 'refused' AND packet.state = 'REJECTED' AND packet.outcome = 'refused');
