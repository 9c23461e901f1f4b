-- Receipts are signed online; policy, rosters and trust by a key that two people unlock.
ALTER TABLE central_key DROP CONSTRAINT central_key_purpose_check;

ALTER TABLE central_key ADD CONSTRAINT central_key_purpose_check
  CHECK (purpose IN ('encryption', 'signing', 'authority', 'secret'));
