-- What services are told of a person that they know: that the identity is disabled, enabled again or gone, or that a session ended. Written in
-- the transaction that makes it so, and sent until the service has it.
CREATE TABLE identity.notice (
  notice_id uuid PRIMARY KEY,
  client_id text NOT NULL,
  kind text NOT NULL,
  -- Keyed, of service and person: a newer notice takes the place of one that waits. Gone once it is settled, like what follows.
  subject_digest text,
  -- Sealed: what the service knows the person by.
  held text,
  created_at timestamptz NOT NULL,
  next_try_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  state text NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'delivered', 'refused', 'given_up', 'superseded')),
  -- How the last attempt failed.
  failure text,
  failed_at timestamptz,
  settled_at timestamptz
);
CREATE INDEX notice_due ON identity.notice (next_try_at) WHERE state = 'due';
CREATE INDEX notice_by_client ON identity.notice (client_id, settled_at);
-- Whether services were told that it is disabled: then they are told when it is not any more.
ALTER TABLE identity.account ADD COLUMN told_disabled boolean NOT NULL DEFAULT false;
