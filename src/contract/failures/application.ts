/** The citizen's application: reference, lookup, state. */
export const applicationFailures = [
  'reference_malformed',
  'reference_check_failed',
  'application_unknown',
  'application_expired',
  'application_already_verified',
  'application_cancelled',
  'application_refused',
  'application_offline',
  'application_email_unconfirmed',
  'application_incomplete',
  'application_conflict',
  'declaration_invalid',
  'contact_missing',
  'contest_too_late',
  'contest_open',
  'branch_unavailable',
] as const
