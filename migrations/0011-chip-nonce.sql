-- Central's nonce for one visit's Active Authentication, as it came with the appointment; gone once a session used it.
ALTER TABLE appointments ADD COLUMN nonce TEXT;
