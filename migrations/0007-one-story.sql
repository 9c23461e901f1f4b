-- Central's decision may also decide nothing against the citizen. A check of one column is changed by another column in its place.
DROP TRIGGER day_rows_closed_here;
DROP VIEW closed_here;
ALTER TABLE outbox RENAME COLUMN central_decision TO former_decision;
ALTER TABLE outbox ADD COLUMN central_decision TEXT
  CHECK (central_decision IN ('APPROVED', 'REJECTED', 'NOT_VERIFIED', 'MANUAL_REVIEW', 'QUARANTINED'));
UPDATE outbox SET central_decision = former_decision WHERE former_decision IS NOT NULL;
ALTER TABLE outbox DROP COLUMN former_decision;

CREATE VIEW closed_here AS
SELECT o.application_id, d.outcome, d.sealed_at
FROM outbox o CROSS JOIN day_rows d ON d.packet_id = o.packet_id
WHERE (d.outcome = 'refused' AND coalesce(o.central_decision, 'REJECTED') = 'REJECTED')
  OR (d.outcome = 'approved' AND coalesce(o.central_decision, 'APPROVED') IN ('APPROVED', 'MANUAL_REVIEW')
    AND o.state <> 'parked');
CREATE TRIGGER day_rows_closed_here BEFORE INSERT ON day_rows
WHEN NEW.outcome <> 'cancelled'
  AND (SELECT value FROM meta WHERE key = 'environment') IS NOT 'training'
  AND EXISTS (SELECT 1 FROM closed_here WHERE application_id = NEW.application_id)
BEGIN SELECT RAISE(ABORT, 'application is closed here'); END;

-- A visit during which somebody was seen is done: nobody's word changes that.
ALTER TABLE appointment_outcomes ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));
CREATE TRIGGER appointment_outcomes_held BEFORE UPDATE OF outcome ON appointment_outcomes
WHEN OLD.held = 1 AND NEW.outcome <> OLD.outcome
BEGIN SELECT RAISE(ABORT, 'the visit was held'); END;
