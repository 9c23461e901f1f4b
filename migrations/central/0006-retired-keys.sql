-- Every key a station ever signed with: a packet sealed before a rotation comes when it comes, and there may be two in a week.
ALTER TABLE station ADD COLUMN retired_keys jsonb NOT NULL DEFAULT '[]';

UPDATE station
  SET retired_keys = jsonb_build_array(jsonb_build_object('key', old_public_key, 'valid_until', old_key_valid_until))
  WHERE old_public_key IS NOT NULL;

ALTER TABLE station DROP COLUMN old_public_key;

ALTER TABLE station DROP COLUMN old_key_valid_until;
