-- What was written of late, for all stations whose calls wait (events/event-watch.ts). Events come in the order of time, so that a
-- summary of each stretch of pages does: it costs a write next to nothing.
CREATE INDEX event_by_time ON event USING brin (at);
