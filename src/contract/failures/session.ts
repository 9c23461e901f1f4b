/** The session and its drafts. */
export const sessionFailures = [
  'session_none',
  'session_already_open',
  'session_wrong_step',
  'session_locked',
  'session_incomplete',
  'judged_too_soon',
  'person_picture_missing',
  'receipt_unknown',
  'draft_unknown',
  'draft_expired',
] as const
