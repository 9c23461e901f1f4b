-- How many codes went to one number within a day, whoever asked for them: an application is free, and a message costs its reader their
-- peace and the service its price.
CREATE TABLE identity.sent_to (
  -- Keyed: nobody is found by it.
  recipient_digest text PRIMARY KEY,
  sent integer NOT NULL,
  sent_since timestamptz NOT NULL
);
CREATE INDEX sent_to_since ON identity.sent_to (sent_since);
