-- Which packet closed an application: calling that one back opens it again, calling another back does not.
ALTER TABLE application ADD COLUMN closed_by uuid;

UPDATE application SET closed_by = packet.packet_id
  FROM packet
  WHERE packet.application_id = application.application_id
    AND (application.status = 'verified' AND packet.state = 'APPROVED'
      OR application.status = 'refused' AND packet.state = 'REJECTED' AND packet.outcome = 'refused');

-- Of several packets about one application the last to have an email written closed it, at that very time.
UPDATE application SET closed_by = packet.packet_id
  FROM packet JOIN (
    SELECT application_id, max(created_at) AS at FROM email_outbox GROUP BY application_id
  ) AS closed ON closed.application_id = packet.application_id AND closed.at = packet.decided_at
  WHERE packet.application_id = application.application_id
    AND (application.status = 'verified' AND packet.state = 'APPROVED'
      OR application.status = 'refused' AND packet.state = 'REJECTED' AND packet.outcome = 'refused');
