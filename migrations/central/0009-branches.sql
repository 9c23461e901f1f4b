-- Where people are verified, in which time zone, and whether face to face is possible there now (R17).
CREATE TABLE branch (
  branch_id text PRIMARY KEY CHECK (branch_id ~ '^[a-z0-9-]{3,32}$'),
  name text NOT NULL,
  time_zone text NOT NULL,
  commune text NOT NULL,
  postcode text NOT NULL,
  closed_from timestamptz,
  closed_until timestamptz,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  CHECK (closed_until IS NULL OR closed_from < closed_until)
);
CREATE INDEX branch_by_postcode ON branch (postcode, branch_id);
