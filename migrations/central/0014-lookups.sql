-- How often citizens' data were asked for, by hour: what the limits and alarms of look-ups are counted by.
CREATE TABLE lookup_count (
  station_id uuid NOT NULL,
  operator_id text NOT NULL,
  hour timestamptz NOT NULL,
  asked integer NOT NULL DEFAULT 0,
  missed integer NOT NULL DEFAULT 0,
  PRIMARY KEY (station_id, operator_id, hour)
);

-- What somebody at central should look at; of one kind and place one an hour.
CREATE TABLE alarm (
  kind text NOT NULL,
  station_id uuid NOT NULL,
  operator_id text NOT NULL,
  hour timestamptz NOT NULL,
  raised_at timestamptz NOT NULL,
  PRIMARY KEY (kind, station_id, operator_id, hour)
);
CREATE INDEX alarm_by_time ON alarm (raised_at);

-- A policy counts once somebody else than its proposer has approved it.
CREATE TABLE policy_proposal (
  proposal_id uuid PRIMARY KEY,
  version integer NOT NULL,
  body jsonb NOT NULL,
  proposed_by text NOT NULL,
  proposer text NOT NULL,
  proposed_at timestamptz NOT NULL,
  approved_by text,
  approver text,
  approved_at timestamptz,
  CHECK (approved_by <> proposed_by AND approver <> proposer)
);
