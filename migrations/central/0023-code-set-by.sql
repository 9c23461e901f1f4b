-- Who set or gave the code with which the owner of a key first came: never the one who may release their cases.
ALTER TABLE key_owner ADD COLUMN code_set_by text;
