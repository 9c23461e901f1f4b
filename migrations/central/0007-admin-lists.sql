-- The administrator pages through files of one state in order of arrival, decided ones too, and looks an operator up by number.
CREATE INDEX packet_by_state ON packet (state, received_at, packet_id);

DROP INDEX packet_undecided;

CREATE INDEX operator_by_id ON operator (operator_id);

-- What was asked for, beside what came of it: a decision and its reason, a date, a branch.
ALTER TABLE audit ADD COLUMN detail text;
