-- Credentials with which parcels are collected: which was given to which device. Whoever verifies offline takes along the list of those
-- that count no more; it is made of these rows, of accounts and of devices. They outlive their account, or an erased one would count again.
CREATE TABLE identity.parcel_credential (
  credential_id uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  device_id uuid NOT NULL,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  replaced_at timestamptz
);
CREATE INDEX parcel_credential_by_device ON identity.parcel_credential (device_id);
CREATE INDEX parcel_credential_expiry ON identity.parcel_credential (expires_at);
