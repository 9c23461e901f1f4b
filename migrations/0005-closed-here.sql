-- What this station itself made of an application is found by the application, and the rule is the database's too. The index
-- of an application's waiting packets becomes one of all its packets: sealing writes no page more, a receipt one less.
DROP INDEX outbox_application;
CREATE INDEX outbox_application ON outbox (application_id);

-- Applications that are not opened again here, as long as central has not said otherwise: refused is closed for good, and
-- nobody is verified again while an approval is on its way; a parked approval never reached central.
CREATE VIEW closed_here AS
SELECT o.application_id, d.outcome, d.sealed_at
FROM outbox o CROSS JOIN day_rows d ON d.packet_id = o.packet_id
WHERE (d.outcome = 'refused' AND coalesce(o.central_decision, 'REJECTED') = 'REJECTED')
  OR (d.outcome = 'approved' AND coalesce(o.central_decision, 'APPROVED') IN ('APPROVED', 'MANUAL_REVIEW')
    AND o.state <> 'parked');

-- In training the same citizens come again and again.
CREATE TRIGGER day_rows_closed_here BEFORE INSERT ON day_rows
WHEN NEW.outcome <> 'cancelled'
  AND (SELECT value FROM meta WHERE key = 'environment') IS NOT 'training'
  AND EXISTS (SELECT 1 FROM closed_here WHERE application_id = NEW.application_id)
BEGIN SELECT RAISE(ABORT, 'application is closed here'); END;
