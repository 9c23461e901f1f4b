-- Which packet closed an application: calling that one back opens it again, calling another back does not.
ALTER TABLE application ADD COLUMN closed_by uuid;

UPDATE application SET closed_by = packet.packet_id
  FROM packet
  WHERE packet.application_id = application.application_id
    AND (application.status = 'verified' AND packet.state = 'APPROVED'
      OR application.status = 'refused' AND packet.state = 'REJECTED' AND packet.outcome = 'refused');
