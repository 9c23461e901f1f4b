-- A decision that decides nothing against the citizen: the application stays open.
ALTER TABLE packet DROP CONSTRAINT packet_state_check;
ALTER TABLE packet ADD CONSTRAINT packet_state_check
  CHECK (state IN ('RECEIVED', 'VERIFYING', 'APPROVED', 'REJECTED', 'NOT_VERIFIED', 'MANUAL_REVIEW', 'QUARANTINED'));

-- A visit during which somebody was seen names the packet that says so: nothing else is believed of it afterwards.
ALTER TABLE appointment ADD COLUMN outcome_packet uuid;
CREATE INDEX appointment_by_application ON appointment (application_id);
