/** Answers of the central backend's protocol. */
export const centralFailures = [
  'packet_digest_mismatch',
  'packet_conflict',
  'packet_too_large',
  'packet_undecryptable',
  'packet_signature_invalid',
  'packet_schema_invalid',
  'packet_sequence_invalid',
  'token_invalid',
  'proof_invalid',
  'nonce_required',
  'rate_limited',
  'unavailable',
  'station_pending',
  'not_found',
  'forbidden',
  'request_invalid',
] as const
