/** Station to central, as the station sees it. */
export const syncFailures = [
  'central_unreachable',
  'central_refused',
  'central_response_invalid',
  'central_address_insecure',
  'receipt_invalid',
  'central_key_differs',
  'station_not_registered',
  'station_code_invalid',
  'station_revoked',
  'station_locked_no_contact',
  'clock_skew',
  'training_forbidden',
  'bundle_invalid',
  'bundle_conflict',
  'appointment_unknown',
] as const
