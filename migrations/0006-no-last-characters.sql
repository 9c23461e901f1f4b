-- The last characters of a document's number reset the secret code of its holder: the day's rows no longer hold them. Rows are
-- fixed once written; only here is that put aside, within the migration's transaction.
DROP TRIGGER day_rows_fixed;
UPDATE day_rows SET document_last4 = NULL WHERE document_last4 IS NOT NULL;
CREATE TRIGGER day_rows_fixed BEFORE UPDATE ON day_rows
BEGIN SELECT RAISE(ABORT, 'day row is fixed'); END;
