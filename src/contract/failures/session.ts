/** The session and its drafts. */
export const sessionFailures = [
  'session_none',
  'session_already_open',
  'session_wrong_step',
  'session_locked',
  'session_incomplete',
  'draft_unknown',
  'draft_expired',
] as const
