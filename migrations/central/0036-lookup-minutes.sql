-- Look-ups are counted by the minute, so that a limit holds for any hour, and not from full hour to full hour.
ALTER TABLE lookup_count RENAME COLUMN hour TO minute;
