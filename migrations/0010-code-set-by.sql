-- Who set the code under which a person's key lies, and whether its owner has replaced it since. Null: nobody but its owner.
ALTER TABLE operators ADD COLUMN code_set_by TEXT;
ALTER TABLE operators ADD COLUMN code_is_own INTEGER NOT NULL DEFAULT 1
  CHECK (code_is_own = 1 OR (code_is_own = 0 AND code_set_by IS NOT NULL));
