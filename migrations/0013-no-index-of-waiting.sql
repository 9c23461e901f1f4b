-- What waits is what has a row in sealed_packets still, by the same number: an index of it is one page more of each seal and receipt.
DROP INDEX outbox_waiting;
