-- Practice cases of training: what was hidden in which application, and what the clerk made of it. No row outlives the policy's months for clerks' figures.
CREATE TABLE practice_case (
  application_id uuid PRIMARY KEY,
  reference text NOT NULL,
  specimen text NOT NULL,
  fault text NOT NULL,
  expected jsonb NOT NULL,
  sent_to text NOT NULL,
  sent_at timestamptz NOT NULL,
  branch_name text NOT NULL,
  operator_id text,
  concluded jsonb,
  judged_at timestamptz,
  is_right boolean,
  mistake text CHECK (mistake IN ('accepted_false', 'refused_true', 'missed_difference', 'wrong_ground')),
  CHECK ((judged_at IS NULL) = (is_right IS NULL) AND (is_right IS NOT FALSE OR mistake IS NOT NULL))
);
CREATE INDEX practice_case_by_sent ON practice_case (sent_to, sent_at);
CREATE INDEX practice_case_by_operator ON practice_case (operator_id, judged_at) WHERE operator_id IS NOT NULL;
