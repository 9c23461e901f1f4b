/** The wire between UI and station: what the dispatch itself refuses. */
export const wireFailures = [
  'wire_malformed',
  'wire_too_large',
  'wire_unknown_request',
  'wire_invalid_input',
  'wire_timeout',
  'wire_disconnected',
  'internal_error',
] as const
