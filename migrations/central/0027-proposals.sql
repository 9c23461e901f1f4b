-- What one person proposes and another puts in force: a policy, a change of trust, a deed of an administrator. proposed_by and
-- decided_by are the means by which they acted (a client, an administrator's account); proposer and decider the people.
CREATE TABLE proposal (
  proposal_id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('policy', 'trust', 'deed')),
  body jsonb NOT NULL,
  attachment bytea,
  proposed_by text NOT NULL,
  proposer text NOT NULL,
  proposed_at timestamptz NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('waiting', 'approved', 'withdrawn', 'refused')),
  decided_by text,
  decider text,
  decided_at timestamptz,
  CHECK (outcome <> 'approved' OR (decided_by <> proposed_by AND decider <> proposer)),
  CHECK (num_nulls(decided_by, decider, decided_at) = CASE outcome WHEN 'waiting' THEN 3 ELSE 0 END),
  CHECK (attachment IS NULL OR outcome = 'waiting')
);
CREATE INDEX proposal_waiting ON proposal (kind, proposed_at) WHERE outcome = 'waiting';

INSERT INTO proposal
  SELECT proposal_id, 'policy', body, NULL, proposed_by, proposer, proposed_at,
         CASE WHEN approved_at IS NULL THEN 'waiting' ELSE 'approved' END, approved_by, approver, approved_at
  FROM policy_proposal;

INSERT INTO proposal
  SELECT proposal_id, 'trust',
         jsonb_build_object('action', action, 'sha256', sha256, 'name', name, 'source', source, 'confirmed', confirmed),
         bytes, proposed_by, proposer, proposed_at,
         CASE WHEN approved_at IS NULL THEN 'waiting' ELSE 'approved' END, approved_by, approver, approved_at
  FROM trust_proposal;

INSERT INTO proposal
  SELECT proposal_id, 'deed', jsonb_build_object('path', path, 'deed', deed, 'params', params, 'form', form), NULL,
         'administrator ' || proposed_by, proposed_by, proposed_at,
         outcome, 'administrator ' || decided_by, decided_by, decided_at
  FROM admin_proposal;

DROP TABLE policy_proposal;
DROP TABLE trust_proposal;
DROP TABLE admin_proposal;
