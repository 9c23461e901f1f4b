-- For which end its holder has been told that it is near.
ALTER TABLE identity.account ADD COLUMN end_told_for date;
CREATE INDEX account_by_end ON identity.account (ends_on);
