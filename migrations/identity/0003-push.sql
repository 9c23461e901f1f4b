-- Where a device's browser hears that a login waits (RFC 8030), one place a device and one device a place.
CREATE TABLE identity.push_subscription (
  device_id uuid PRIMARY KEY,
  -- Keyed: whoever takes a browser over takes its place over.
  endpoint_digest text NOT NULL UNIQUE,
  -- Sealed: address, keys and language.
  held text NOT NULL,
  added_at timestamptz NOT NULL
);
