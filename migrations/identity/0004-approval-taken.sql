-- An approval is taken over once: somebody who is verified anew has an older one, which still stands and must not come back.
ALTER TABLE identity.applicant ADD COLUMN taken_at timestamptz;
UPDATE identity.applicant SET taken_at = account.created_at
  FROM identity.account WHERE account.application_id = applicant.application_id;
