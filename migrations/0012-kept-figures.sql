-- What central last told each person of their own work, for when it is out of reach; wiped after a week, which is when it tells more.
CREATE TABLE kept_figures (
  operator_id TEXT PRIMARY KEY,
  as_of TEXT NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
