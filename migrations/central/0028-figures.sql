-- What figures are made of: one row a visit, without anything that tells who the citizen is. The age band goes into the counts of its quarter when the
-- packet is erased, and the operator when the policy's months for clerks' figures are over.
CREATE TABLE visit_figure (
  station_id uuid NOT NULL,
  packet_id uuid NOT NULL,
  week date NOT NULL,
  quarter text NOT NULL,
  branch_name text NOT NULL,
  operator_id text,
  document text NOT NULL,
  series text,
  age_band text,
  steps jsonb NOT NULL,
  faults jsonb NOT NULL,
  reader text,
  releases integer NOT NULL,
  retries integer NOT NULL,
  seconds integer,
  is_first boolean NOT NULL,
  is_contested boolean NOT NULL DEFAULT false,
  PRIMARY KEY (station_id, packet_id)
);
CREATE INDEX visit_figure_by_week ON visit_figure (week, branch_name);
CREATE INDEX visit_figure_by_operator ON visit_figure (operator_id, week) WHERE operator_id IS NOT NULL;

CREATE TABLE fairness_count (
  quarter text NOT NULL,
  document text NOT NULL,
  age_band text NOT NULL,
  visits integer NOT NULL,
  refused integer NOT NULL,
  cannot_tell integer NOT NULL,
  seconds bigint NOT NULL,
  timed integer NOT NULL,
  PRIMARY KEY (quarter, document, age_band)
);
