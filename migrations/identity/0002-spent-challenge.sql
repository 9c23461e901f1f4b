-- What the last answer signed: whoever comes late with the same is told that the login was answered, not that their device is none.
ALTER TABLE identity.login_request ADD COLUMN spent_challenge text;
