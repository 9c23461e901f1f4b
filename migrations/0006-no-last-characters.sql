-- The last characters of a document's number reset the secret code of its holder: the day's rows no longer hold them.
UPDATE day_rows SET document_last4 = NULL WHERE document_last4 IS NOT NULL;
