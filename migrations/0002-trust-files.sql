-- Trusted certificates and master lists that a manager imported, as the files they came in. In the encrypted database, not
-- beside it: whoever can add a CSCA certificate decides which passports are genuine.
CREATE TABLE trust_files (
  sha256   TEXT PRIMARY KEY CHECK (length(sha256) = 64),
  name     TEXT NOT NULL,
  bytes    BLOB NOT NULL,
  added_at TEXT NOT NULL,
  added_by TEXT NOT NULL
) STRICT;
