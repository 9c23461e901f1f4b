-- What stays of an application's visits of one day, however they were left: failed attempts, the features that are asked, the verdicts
-- on the chip. Nothing of the citizen. Opening it again begins where the visit before stopped.
CREATE TABLE visit_marks (
  reference TEXT PRIMARY KEY,
  local_day TEXT NOT NULL,
  marks TEXT NOT NULL CHECK (json_valid(marks))
) STRICT;

-- A result that settles the application wipes them; where it stays open, they stay until the day is over. In training every case
-- begins anew.
CREATE TRIGGER visit_marks_settled AFTER INSERT ON day_rows
WHEN NEW.outcome IN ('approved', 'refused') OR (SELECT value FROM meta WHERE key = 'environment') IS 'training'
BEGIN DELETE FROM visit_marks WHERE reference = NEW.reference; END;
