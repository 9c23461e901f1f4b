/** What is taken into trust: certificates, master, revocation and deviation lists. Doc 9303-12. */
export const trustFailures = [
  'trust_file_unusable',
  'trust_specimen',
  'trust_issuer_unknown',
  'trust_confirmation_missing',
  'trust_conflict',
] as const
