-- The station's store. The file is encrypted as a whole; the triggers enforce the rules of the domain once more.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE operators (
  operator_id TEXT PRIMARY KEY
    CHECK (length(operator_id) BETWEEN 2 AND 32 AND operator_id NOT GLOB '*[^a-z0-9._-]*' AND operator_id GLOB '[a-z0-9]*'),
  display_name TEXT NOT NULL CHECK (length(display_name) BETWEEN 1 AND 80),
  role TEXT NOT NULL CHECK (role IN ('clerk', 'postman', 'manager')),
  trained_on TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  revoked_at TEXT,
  created_at TEXT NOT NULL,
  public_jwk TEXT NOT NULL,
  -- PKCS#8 of the signing key under the PIN; null once revoked.
  wrapped_key TEXT,
  revision INTEGER NOT NULL DEFAULT 1,
  pushed_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Canonical identifiers are hashed with a salt of this station: somebody may type a PIN into the wrong field.
CREATE TABLE login_failures (
  door TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  locked_until TEXT,
  last_at TEXT NOT NULL
) STRICT;

CREATE TABLE station_keys (
  kid TEXT PRIMARY KEY,
  use TEXT NOT NULL CHECK (use IN ('sig', 'enc')),
  private_pkcs8 BLOB NOT NULL,
  public_jwk TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('next', 'current', 'old')),
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX station_keys_current ON station_keys (use) WHERE state = 'current';

-- Where the chain of packets of each station identity stands.
CREATE TABLE packet_chain (
  station_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL CHECK (seq >= 0),
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;

-- Sealed packets until central's receipt is verified; unreadable to this station.
CREATE TABLE sealed_packets (
  packet_id TEXT PRIMARY KEY,
  jwe BLOB NOT NULL
) STRICT;

CREATE TABLE outbox (
  packet_id TEXT PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,
  application_id TEXT NOT NULL,
  station_id TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 1),
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  sealed_at TEXT NOT NULL,
  imported INTEGER NOT NULL DEFAULT 0 CHECK (imported IN (0, 1)),
  exported_at TEXT,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'received', 'parked', 'decided')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at TEXT,
  code TEXT,
  receipt TEXT,
  received_at TEXT,
  central_decision TEXT CHECK (central_decision IN ('APPROVED', 'REJECTED', 'MANUAL_REVIEW', 'QUARANTINED')),
  UNIQUE (station_id, seq),
  CHECK (state NOT IN ('received', 'decided') OR receipt IS NOT NULL),
  CHECK (state <> 'parked' OR code IS NOT NULL)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (position) WHERE state IN ('queued', 'sent');
CREATE INDEX outbox_due ON outbox (coalesce(next_attempt_at, '')) WHERE state IN ('queued', 'sent');
CREATE INDEX outbox_parked ON outbox (position) WHERE state = 'parked';
CREATE INDEX outbox_application ON outbox (application_id, position) WHERE state IN ('queued', 'sent');
CREATE INDEX outbox_undecided ON outbox (position) WHERE state = 'received';

-- A sealed packet leaves only once its receipt is here.
CREATE TRIGGER sealed_packets_kept BEFORE DELETE ON sealed_packets
WHEN NOT EXISTS (SELECT 1 FROM outbox WHERE packet_id = OLD.packet_id AND receipt IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'sealed packet without receipt'); END;
CREATE TRIGGER sealed_packets_fixed BEFORE UPDATE ON sealed_packets
BEGIN SELECT RAISE(ABORT, 'sealed packet is fixed'); END;
CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox WHEN OLD.receipt IS NULL
BEGIN SELECT RAISE(ABORT, 'unreceived packet stays'); END;

-- One finished session as it stays after the purge: nothing personal but reference and last four.
CREATE TABLE day_rows (
  packet_id TEXT PRIMARY KEY REFERENCES outbox (packet_id),
  session_id TEXT NOT NULL UNIQUE,
  application_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  sealed_at TEXT NOT NULL,
  local_day TEXT NOT NULL,
  local_hour INTEGER NOT NULL CHECK (local_hour BETWEEN 0 AND 23),
  operator_id TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('counter', 'home')),
  document_type TEXT,
  document_last4 TEXT CHECK (length(document_last4) <= 4),
  outcome TEXT NOT NULL CHECK (outcome IN ('approved', 'refused', 'unverifiable', 'cancelled')),
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  checks TEXT NOT NULL CHECK (json_valid(checks)),
  duration_seconds INTEGER NOT NULL CHECK (duration_seconds >= 0),
  overridden INTEGER NOT NULL CHECK (overridden IN (0, 1)),
  provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  consented INTEGER NOT NULL CHECK (consented IN (0, 1)),
  person_judgement TEXT,
  CHECK (outcome NOT IN ('refused', 'unverifiable') OR json_array_length(reasons) > 0),
  CHECK (outcome <> 'approved' OR (consented = 1 AND document_type IS NOT NULL AND document_type <> 'other')),
  CHECK (outcome <> 'approved' OR person_judgement = 'same' OR overridden = 1)
) STRICT;
CREATE INDEX day_rows_day ON day_rows (local_day, sealed_at, packet_id);
CREATE INDEX day_rows_operator ON day_rows (operator_id, local_day);
-- One whose rights ended cannot be the author of a new row.
CREATE TRIGGER day_rows_operator_in_force BEFORE INSERT ON day_rows
WHEN NOT EXISTS (SELECT 1 FROM operators WHERE operator_id = NEW.operator_id AND revoked_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'operator not in force'); END;
CREATE TRIGGER day_rows_fixed BEFORE UPDATE ON day_rows
BEGIN SELECT RAISE(ABORT, 'day row is fixed'); END;

-- A second person's release (standards 17): a manager, and never the enroller.
CREATE TABLE overrides (
  packet_id TEXT NOT NULL REFERENCES day_rows (packet_id) ON DELETE CASCADE,
  gate TEXT NOT NULL CHECK (gate IN ('chip_required', 'person_unconfirmed', 'inspection_failed')),
  enroller_id TEXT NOT NULL,
  manager_id TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  given_at TEXT NOT NULL,
  signature TEXT NOT NULL CHECK (length(signature) > 0),
  PRIMARY KEY (packet_id, gate),
  CHECK (manager_id <> enroller_id)
) STRICT;
CREATE TRIGGER overrides_by_manager BEFORE INSERT ON overrides
WHEN NOT EXISTS (SELECT 1 FROM operators WHERE operator_id = NEW.manager_id AND role = 'manager' AND revoked_at IS NULL)
  OR NOT EXISTS (SELECT 1 FROM day_rows WHERE packet_id = NEW.packet_id AND operator_id = NEW.enroller_id AND overridden = 1)
BEGIN SELECT RAISE(ABORT, 'override needs a second person with the manager role'); END;
CREATE TRIGGER overrides_fixed BEFORE UPDATE ON overrides
BEGIN SELECT RAISE(ABORT, 'override is fixed'); END;

CREATE TABLE drafts (
  session_id TEXT PRIMARY KEY,
  operator_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  step TEXT NOT NULL,
  state TEXT NOT NULL CHECK (json_valid(state)),
  saved_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT;

CREATE TABLE appointments (
  appointment_id TEXT PRIMARY KEY,
  operator_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  starts_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  local_day TEXT NOT NULL,
  appointment TEXT NOT NULL CHECK (json_valid(appointment)),
  application TEXT NOT NULL CHECK (json_valid(application))
) STRICT;
CREATE INDEX appointments_operator ON appointments (operator_id, starts_at);

-- Outcomes outlive the appointment until central knows them; nothing personal in them but the clerk's note.
CREATE TABLE appointment_outcomes (
  appointment_id TEXT PRIMARY KEY,
  operator_id TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('done', 'no_show', 'refused', 'rescheduled')),
  at TEXT NOT NULL,
  note TEXT,
  revision INTEGER NOT NULL DEFAULT 1,
  settled_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Append-only hash chain; its head may be cut off only behind a signed anchor, at the end of retention.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  prev TEXT NOT NULL CHECK (length(prev) = 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64),
  kid TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;
CREATE TABLE audit_anchor (
  seq INTEGER PRIMARY KEY,
  hash TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit), (SELECT max(seq) FROM audit_anchor), 0)
BEGIN SELECT RAISE(ABORT, 'audit records are consecutive'); END;
CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
WHEN OLD.seq > coalesce((SELECT max(seq) FROM audit_anchor), 0)
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_anchor_fixed BEFORE UPDATE ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'anchor is fixed'); END;
CREATE TRIGGER audit_anchor_kept BEFORE DELETE ON audit_anchor
BEGIN SELECT RAISE(ABORT, 'anchor is fixed'); END;
CREATE TRIGGER audit_anchor_real BEFORE INSERT ON audit_anchor
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'anchor names an existing record'); END;
