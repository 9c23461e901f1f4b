-- One state of an application, by the table of src/central/intake/state.ts. What stations are told (`status`) follows from it.
ALTER TABLE application ADD COLUMN state text;
UPDATE application SET state = CASE status
  WHEN 'open' THEN CASE WHEN email_confirmed THEN 'AWAITING_PROOFING' ELSE 'EMAIL_PENDING' END
  WHEN 'verified' THEN 'APPROVED'
  WHEN 'refused' THEN 'REJECTED'
  WHEN 'cancelled' THEN 'CANCELLED'
  ELSE 'EXPIRED' END;
ALTER TABLE application ALTER COLUMN state SET NOT NULL;
ALTER TABLE application ADD CONSTRAINT application_state CHECK (state IN ('DRAFT', 'EMAIL_PENDING', 'PHONE_PENDING', 'DECLARED',
  'AWAITING_PROOFING', 'MANUAL_REVIEW', 'APPROVED', 'SUSPENDED', 'REJECTED', 'CANCELLED', 'EXPIRED'));
ALTER TABLE application DROP COLUMN status;
ALTER TABLE application ADD COLUMN status text NOT NULL GENERATED ALWAYS AS (CASE state
  WHEN 'APPROVED' THEN 'verified'
  WHEN 'REJECTED' THEN 'refused'
  WHEN 'CANCELLED' THEN 'cancelled'
  WHEN 'EXPIRED' THEN 'expired'
  ELSE 'open' END) STORED;

ALTER TABLE application DROP COLUMN email_confirmed;
ALTER TABLE application ADD COLUMN email_confirmed_at timestamptz;
ALTER TABLE application ADD COLUMN phone_confirmed_at timestamptz;
ALTER TABLE application ADD COLUMN declared_at timestamptz;
UPDATE application SET declared_at = created_at,
  email_confirmed_at = CASE WHEN state = 'EMAIL_PENDING' THEN NULL ELSE created_at END,
  phone_confirmed_at = CASE WHEN state = 'EMAIL_PENDING' THEN NULL ELSE created_at END;
ALTER TABLE application ALTER COLUMN channel DROP NOT NULL;
ALTER TABLE application ADD COLUMN language text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'en'));
ALTER TABLE application ADD COLUMN branch_id text;
ALTER TABLE application ADD COLUMN created_by text NOT NULL DEFAULT 'central';

-- What was declared, encrypted under a key that the database holds only wrapped; `declared` is what an earlier version wrote in clear,
-- and is sealed at the next start. Both go when the appeal time is over (src/central/retention).
ALTER TABLE application ADD COLUMN declaration text;
ALTER TABLE application ALTER COLUMN declared DROP NOT NULL;
ALTER TABLE application ADD COLUMN closed_at timestamptz;
ALTER TABLE application ADD COLUMN appeal_until timestamptz;
ALTER TABLE application ADD COLUMN erased_at timestamptz;
UPDATE application SET closed_at = coalesce(
    (SELECT max(decided_at) FROM packet WHERE packet.application_id = application.application_id), now())
  WHERE state IN ('APPROVED', 'REJECTED', 'CANCELLED', 'EXPIRED');
-- What the receipts of then promised: ninety days.
UPDATE application SET appeal_until = closed_at + interval '90 days' WHERE closed_at IS NOT NULL;
CREATE INDEX application_due ON application (appeal_until) WHERE erased_at IS NULL AND appeal_until IS NOT NULL;
CREATE INDEX application_expiry ON application (expires_at)
  WHERE state IN ('DRAFT', 'EMAIL_PENDING', 'PHONE_PENDING', 'DECLARED', 'AWAITING_PROOFING');

-- Keyed digests, by which one document or one person is found in two applications. That of the person goes with the declaration.
CREATE TABLE application_digest (
  kind text NOT NULL CHECK (kind IN ('document', 'person')),
  digest text NOT NULL,
  application_id uuid NOT NULL,
  PRIMARY KEY (kind, digest, application_id)
);
CREATE INDEX application_digest_by_application ON application_digest (application_id);

-- What a packet says in clear once it is erased: versions and who released what. What it rested on, for a recall.
ALTER TABLE packet ALTER COLUMN jwe DROP NOT NULL;
ALTER TABLE packet ADD COLUMN kept jsonb;
ALTER TABLE packet ADD COLUMN erased_at timestamptz;
CREATE INDEX packet_by_application ON packet (application_id);
CREATE TABLE packet_ground (
  kind text NOT NULL CHECK (kind IN ('manager', 'signer', 'anchor')),
  fingerprint text NOT NULL,
  station_id uuid NOT NULL,
  packet_id uuid NOT NULL,
  PRIMARY KEY (kind, fingerprint, station_id, packet_id)
);

-- Letters to citizens. Neither address nor words are here: both are found when the letter is sent.
ALTER TABLE email_outbox RENAME TO mail;
ALTER TABLE mail RENAME COLUMN email_id TO mail_id;
ALTER TABLE mail DROP CONSTRAINT email_outbox_kind_check;
UPDATE mail SET kind = CASE kind WHEN 'verified' THEN 'accepted' ELSE 'not_accepted' END;
ALTER TABLE mail ADD CONSTRAINT mail_kind CHECK (kind IN
  ('accepted', 'not_accepted', 'expiring', 'expired', 'suspended', 'contest_received', 'contest_upheld', 'second_visit'));
ALTER TABLE mail ADD COLUMN reasons jsonb NOT NULL DEFAULT '[]';
-- Those of before were another system's to send.
ALTER TABLE mail ADD COLUMN state text NOT NULL DEFAULT 'handed_over'
  CHECK (state IN ('handed_over', 'due', 'sent', 'bounced', 'given_up'));
ALTER TABLE mail ADD COLUMN attempts integer NOT NULL DEFAULT 0;
ALTER TABLE mail ADD COLUMN next_try_at timestamptz;
ALTER TABLE mail ADD COLUMN settled_at timestamptz;
ALTER TABLE mail ADD COLUMN last_answer text;
CREATE INDEX mail_due ON mail (next_try_at) WHERE state = 'due';
CREATE INDEX mail_by_id ON mail (mail_id);

CREATE TABLE contest (
  application_id uuid NOT NULL,
  contest_id uuid NOT NULL,
  -- The citizen's own words, sealed like the declaration, and gone with it.
  words text,
  received_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  answered_at timestamptz,
  answered_by text,
  answer text CHECK (answer IN ('upheld', 'second_visit')),
  PRIMARY KEY (application_id, contest_id)
);
CREATE INDEX contest_open ON contest (due_at) WHERE answered_at IS NULL;
