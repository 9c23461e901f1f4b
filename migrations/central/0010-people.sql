-- People are central's word: one identifier is one person, wherever they work. Before, each branch told of its own.
CREATE TABLE person (
  person_id text PRIMARY KEY,
  display_name text NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  -- Null: told by a station only, before people were central's word. Their approvals are reviewed until somebody confirms them.
  confirmed_at timestamptz,
  confirmed_by text,
  revoked_at timestamptz,
  -- Identifiers of before keep their form; new ones have one.
  is_legacy boolean NOT NULL DEFAULT false,
  CHECK (is_legacy OR person_id ~ '^[a-z0-9-]{3,32}$')
);

-- What a person is from a day on; the last that began by then counts.
CREATE TABLE person_term (
  person_id text NOT NULL,
  valid_from date NOT NULL,
  role text NOT NULL CHECK (role IN ('clerk', 'postman', 'manager')),
  trained_until date NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  PRIMARY KEY (person_id, valid_from)
);

CREATE TABLE assignment (
  station_id uuid NOT NULL,
  person_id text NOT NULL,
  since timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (station_id, person_id)
);
CREATE INDEX assignment_by_person ON assignment (person_id);

-- A key belongs to one person or to one station, never to two. Of a person: at the station where it was made.
CREATE TABLE key_owner (
  thumbprint text PRIMARY KEY,
  station_id uuid NOT NULL,
  person_id text,
  since timestamptz NOT NULL,
  -- What was captured later does not count: the key was replaced or taken away.
  valid_until timestamptz
);
CREATE INDEX key_owner_by_person ON key_owner (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX key_owner_by_station ON key_owner (station_id);

-- Given to the person by central; with it a person makes a key at a station, once.
CREATE TABLE person_code (
  code_hash text PRIMARY KEY,
  person_id text NOT NULL,
  issued_at timestamptz NOT NULL,
  issued_by text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  used_thumbprint text
);
CREATE INDEX person_code_by_person ON person_code (person_id);

ALTER TABLE station_code ADD COLUMN manager_id text;

-- Where branches told different things of one identifier, the least counts: the lesser role, the older training.
INSERT INTO person (person_id, display_name, created_at, created_by, confirmed_at, confirmed_by, revoked_at, is_legacy)
  SELECT known.operator_id, coalesce(max(known.display_name), known.operator_id), min(known.first_seen_at), 'station',
    CASE WHEN (SELECT value FROM setting WHERE name = 'environment') = 'training' THEN min(known.first_seen_at) END,
    CASE WHEN (SELECT value FROM setting WHERE name = 'environment') = 'training' THEN 'training' END,
    min(revoked.revoked_at), NOT known.operator_id ~ '^[a-z0-9-]{3,32}$'
  FROM operator AS known LEFT JOIN revoked_operator AS revoked ON revoked.operator_id = known.operator_id
  GROUP BY known.operator_id;
INSERT INTO person (person_id, display_name, created_at, created_by, revoked_at, is_legacy)
  SELECT revoked.operator_id, revoked.operator_id, revoked.revoked_at, 'station', revoked.revoked_at,
    NOT revoked.operator_id ~ '^[a-z0-9-]{3,32}$'
  FROM revoked_operator AS revoked
  WHERE NOT EXISTS (SELECT 1 FROM operator WHERE operator.operator_id = revoked.operator_id);
-- From the beginning: what they captured before is judged as well.
INSERT INTO person_term
  SELECT operator_id, '1970-01-01',
    CASE WHEN bool_and(role = 'manager') THEN 'manager' WHEN bool_or(role = 'clerk') THEN 'clerk' ELSE 'postman' END,
    (min(trained_on) + interval '12 months')::date, min(first_seen_at), 'station'
  FROM operator GROUP BY operator_id;
INSERT INTO person_term
  SELECT person_id, '1970-01-01', 'clerk', created_at::date, created_at, 'station' FROM person
  WHERE NOT EXISTS (SELECT 1 FROM person_term WHERE person_term.person_id = person.person_id);
INSERT INTO assignment SELECT station_id, operator_id, first_seen_at, revoked_at FROM operator;

INSERT INTO key_owner (thumbprint, station_id, since) SELECT thumbprint, station_id, registered_at FROM station
  ON CONFLICT (thumbprint) DO NOTHING;
-- One key under several names was taken before: it stays with the first of them.
INSERT INTO key_owner (thumbprint, station_id, person_id, since)
  SELECT thumbprint, station_id, operator_id, first_seen_at FROM operator_key
  ORDER BY first_seen_at, operator_id
  ON CONFLICT (thumbprint) DO NOTHING;

DROP TABLE operator_key;
DROP TABLE operator;
DROP TABLE revoked_operator;
