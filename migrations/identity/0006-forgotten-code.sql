-- Three tries at the document's last characters between two checks; a code chosen so does not reach the level for a day.
ALTER TABLE identity.account ADD COLUMN reset_tries integer NOT NULL DEFAULT 0;
ALTER TABLE identity.account ADD COLUMN secret_from timestamptz;
