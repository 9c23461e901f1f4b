-- A file of trust is a manager's or central's: central's go when its signed bundle names them no more.
ALTER TABLE trust_files ADD COLUMN origin TEXT NOT NULL DEFAULT 'manager' CHECK (origin IN ('manager', 'central'));
