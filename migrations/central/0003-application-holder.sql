-- Which stations may have an application open: whoever closes it tells them. Kept until a draft of it is surely over.
CREATE TABLE application_holder (
  application_id uuid NOT NULL,
  station_id uuid NOT NULL,
  held_until timestamptz NOT NULL,
  PRIMARY KEY (application_id, station_id)
);
CREATE INDEX application_holder_expiry ON application_holder (held_until);

-- Those of before this table: who looked up lately, and who may have fetched a visit. The longest a policy allows.
INSERT INTO application_holder
  SELECT reference.application_id, audit.station_id, max(audit.at) + interval '8 days'
  FROM audit JOIN application_reference AS reference ON reference.reference = audit.subject
  WHERE audit.action = 'application.lookup' AND audit.result = 'found' AND audit.at > now() - interval '8 days'
  GROUP BY reference.application_id, audit.station_id;
INSERT INTO application_holder
  SELECT appointment.application_id, operator.station_id, max(appointment.ends_at) + interval '8 days'
  FROM appointment JOIN operator ON operator.operator_id = appointment.operator_id
  WHERE appointment.ends_at > now() - interval '8 days'
  GROUP BY appointment.application_id, operator.station_id
  ON CONFLICT (application_id, station_id)
  DO UPDATE SET held_until = greatest(application_holder.held_until, excluded.held_until);
