-- A citizen is shown who looked at what is held of them: by the name that a deed was about, or that was searched for.
CREATE INDEX audit_by_subject ON audit (subject) WHERE subject <> '';
CREATE INDEX audit_by_search ON audit (detail) WHERE action LIKE '%.view' AND detail IS NOT NULL;
