-- Sealing a session is one commit at the counter, and what it costs is pages: each tree it touches is a page to encrypt and to
-- write. The same tables with fewer trees: 14 pages instead of 23.

CREATE TABLE outbox_new (
  position INTEGER PRIMARY KEY,
  packet_id TEXT NOT NULL UNIQUE,
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
  CHECK (state NOT IN ('received', 'decided') OR receipt IS NOT NULL),
  CHECK (state <> 'parked' OR code IS NOT NULL)
) STRICT;
INSERT INTO outbox_new
  SELECT position, packet_id, application_id, station_id, seq, sha256, sealed_at, imported, exported_at, state, attempts,
    next_attempt_at, code, receipt, received_at, central_decision
  FROM outbox ORDER BY position;

CREATE TABLE sealed_packets_new (
  position INTEGER PRIMARY KEY REFERENCES outbox (position),
  jwe BLOB NOT NULL
) STRICT;
INSERT INTO sealed_packets_new
  SELECT position, jwe FROM sealed_packets JOIN outbox USING (packet_id) ORDER BY position;

-- A record's hash covers its number and the hash before it: the chain makes it unique, an index need not.
CREATE TABLE audit_new (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  body TEXT NOT NULL,
  prev TEXT NOT NULL CHECK (length(prev) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  kid TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;
INSERT INTO audit_new SELECT seq, at, body, prev, hash, kid, signature FROM audit ORDER BY seq;

DROP TRIGGER audit_anchor_real;
DROP TABLE sealed_packets;
DROP TABLE outbox;
DROP TABLE audit;
ALTER TABLE outbox_new RENAME TO outbox;
ALTER TABLE sealed_packets_new RENAME TO sealed_packets;
ALTER TABLE audit_new RENAME TO audit;

-- A new row stands in two of these: it waits for nothing yet but its turn.
CREATE INDEX outbox_waiting ON outbox (position) WHERE state IN ('queued', 'sent');
CREATE INDEX outbox_application ON outbox (application_id, position) WHERE state IN ('queued', 'sent');
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE state IN ('queued', 'sent') AND next_attempt_at IS NOT NULL;
CREATE INDEX outbox_parked ON outbox (position) WHERE state = 'parked';
CREATE INDEX outbox_undecided ON outbox (position) WHERE state = 'received';

-- A number belongs to one packet: of this station by its chain, without gap or repetition, of others by the index.
CREATE UNIQUE INDEX outbox_imported ON outbox (station_id, seq) WHERE imported = 1;
CREATE TRIGGER outbox_in_order BEFORE INSERT ON outbox
WHEN NEW.imported = 0
  AND NEW.seq <> 1 + coalesce((SELECT seq FROM packet_chain WHERE station_id = NEW.station_id), 0)
BEGIN SELECT RAISE(ABORT, 'packets are consecutive'); END;
CREATE TRIGGER outbox_numbered BEFORE UPDATE OF position, packet_id, station_id, seq, imported ON outbox
BEGIN SELECT RAISE(ABORT, 'a packet keeps its number'); END;

CREATE TRIGGER sealed_packets_kept BEFORE DELETE ON sealed_packets
WHEN NOT EXISTS (SELECT 1 FROM outbox WHERE position = OLD.position AND receipt IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'sealed packet without receipt'); END;
CREATE TRIGGER sealed_packets_fixed BEFORE UPDATE ON sealed_packets
BEGIN SELECT RAISE(ABORT, 'sealed packet is fixed'); END;
CREATE TRIGGER outbox_kept BEFORE DELETE ON outbox WHEN OLD.receipt IS NULL
BEGIN SELECT RAISE(ABORT, 'unreceived packet stays'); END;

CREATE TRIGGER outbox_counted_in AFTER INSERT ON outbox
BEGIN UPDATE outbox_counts SET packets = packets + 1 WHERE state = NEW.state; END;
CREATE TRIGGER outbox_counted_out AFTER DELETE ON outbox
BEGIN UPDATE outbox_counts SET packets = packets - 1 WHERE state = OLD.state; END;
CREATE TRIGGER outbox_counted_over AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state
BEGIN
  UPDATE outbox_counts SET packets = packets - 1 WHERE state = OLD.state;
  UPDATE outbox_counts SET packets = packets + 1 WHERE state = NEW.state;
END;

CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM audit), (SELECT max(seq) FROM audit_anchor), 0)
BEGIN SELECT RAISE(ABORT, 'audit records are consecutive'); END;
CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit
WHEN OLD.seq > coalesce((SELECT max(seq) FROM audit_anchor), 0)
BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TRIGGER audit_anchor_real BEFORE INSERT ON audit_anchor
WHEN NOT EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'anchor names an existing record'); END;

-- One index for the log's order, its days and its operators.
DROP INDEX day_rows_operator;
DROP INDEX day_rows_day;
CREATE INDEX day_rows_day ON day_rows (local_day, sealed_at, packet_id, operator_id);
