-- Letters that another service of ours wrote (the identity's codes and links): address and words are sealed, and go once it is sent.
ALTER TABLE mail ADD COLUMN letter text;
ALTER TABLE mail DROP CONSTRAINT mail_kind;
ALTER TABLE mail ADD CONSTRAINT mail_kind CHECK (kind IN ('accepted', 'not_accepted', 'expiring', 'expired', 'suspended',
  'contest_received', 'contest_upheld', 'second_visit', 'letter'));
ALTER TABLE mail ADD CONSTRAINT mail_letter CHECK (letter IS NULL OR kind = 'letter');
