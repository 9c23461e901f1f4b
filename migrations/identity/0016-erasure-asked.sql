-- A suspended identity is erased a day after that was asked for, unless somebody who is reached meanwhile says no.
ALTER TABLE identity.account ADD COLUMN erase_at timestamptz;
CREATE INDEX account_erase_at ON identity.account (erase_at) WHERE erase_at IS NOT NULL;
