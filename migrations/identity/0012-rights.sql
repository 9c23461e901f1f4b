-- Every application that an identity has rested on: a holder who was verified again is shown the earlier ones too.
CREATE TABLE identity.account_application (
  application_id uuid PRIMARY KEY,
  account_id uuid NOT NULL
);
CREATE INDEX account_application_by_account ON identity.account_application (account_id);
INSERT INTO identity.account_application SELECT application_id, account_id FROM identity.account;

-- What sectors knew erased people by: a digest alone, so that none of them is ever given to anybody again.
CREATE TABLE identity.spent_subject (
  sub_hash text PRIMARY KEY
);
