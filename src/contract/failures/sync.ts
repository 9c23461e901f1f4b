/** What stands between a station and central: it passes by itself, or the network's administrator mends it. */
export const networkFailures = [
  'central_unreachable',
  'central_certificate_expired',
  'central_certificate_unknown',
  'proxy_unreachable',
  'proxy_authentication_required',
  'captive_portal',
] as const

/** Whether the code is of the network, and not of anything that central said. */
/** Whether central could not be asked, rather than said no: then what it told before may serve. */
export const isUnasked = (code: string): boolean =>
  isNetworkFailure(code) || ['unavailable', 'rate_limited', 'station_not_registered'].includes(code)

export const isNetworkFailure = (code: string): boolean => (networkFailures as readonly string[]).includes(code)

/** Station to central, as the station sees it. */
export const syncFailures = [
  ...networkFailures,
  'central_refused',
  'central_response_invalid',
  'central_address_insecure',
  'receipt_invalid',
  'central_key_differs',
  'station_not_registered',
  'station_code_invalid',
  'station_revoked',
  'station_retired',
  'station_outdated',
  'station_version_unshown',
  'station_locked_no_contact',
  'clock_skew',
  'training_forbidden',
  'bundle_invalid',
  'bundle_conflict',
  'appointment_unknown',
  'visit_held',
  'visit_not_due',
  'time_unconfirmed',
  'clock_set_back',
] as const
