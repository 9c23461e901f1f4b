-- What a recall distrusted: the citizen is told in plain words why, and what to do (src/central/recall). Null for none, and for recalls of earlier versions.
ALTER TABLE application ADD COLUMN suspended_for text
  CHECK (suspended_for IN ('operator', 'station', 'manager', 'signer', 'anchor'));
