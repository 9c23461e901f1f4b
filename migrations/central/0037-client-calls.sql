-- What a client of the API asked for in a minute, at all instances together.
CREATE TABLE client_call (
  client_id text NOT NULL,
  minute timestamptz NOT NULL,
  calls integer NOT NULL,
  PRIMARY KEY (client_id, minute)
);
