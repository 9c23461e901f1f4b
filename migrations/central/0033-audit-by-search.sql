-- A citizen is shown who looked at what is held of them: also whoever searched a list for their file.
CREATE INDEX audit_by_search ON audit (detail) WHERE action LIKE '%.view' AND detail IS NOT NULL;
