-- How many packets are in each state, kept by the database itself: the counter must not wait for a count of the backlog.
CREATE TABLE outbox_counts (
  state TEXT PRIMARY KEY,
  packets INTEGER NOT NULL CHECK (packets >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO outbox_counts VALUES ('queued', 0), ('sent', 0), ('received', 0), ('parked', 0), ('decided', 0);
UPDATE outbox_counts SET packets = (SELECT count(*) FROM outbox WHERE outbox.state = outbox_counts.state);

CREATE TRIGGER outbox_counted_in AFTER INSERT ON outbox
BEGIN UPDATE outbox_counts SET packets = packets + 1 WHERE state = NEW.state; END;
CREATE TRIGGER outbox_counted_out AFTER DELETE ON outbox
BEGIN UPDATE outbox_counts SET packets = packets - 1 WHERE state = OLD.state; END;
CREATE TRIGGER outbox_counted_over AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state
BEGIN
  UPDATE outbox_counts SET packets = packets - 1 WHERE state = OLD.state;
  UPDATE outbox_counts SET packets = packets + 1 WHERE state = NEW.state;
END;
