-- What a database was made for: a training database is never opened in production, nor the other way round.
CREATE TABLE setting (
  name text PRIMARY KEY,
  value text NOT NULL
);
