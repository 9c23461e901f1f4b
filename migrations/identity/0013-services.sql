-- Services as administrators decide on them: what was proposed for one state counts for no other, and what two people decided is not
-- undone by the file that is read at each start.
ALTER TABLE identity.relying_party ADD COLUMN version integer NOT NULL DEFAULT 1;
ALTER TABLE identity.relying_party ADD COLUMN decided_at timestamptz;
