/** Reading the machine readable zone, from picture or keyboard. */
export const mrzFailures = [
  'mrz_not_found',
  'mrz_image_unreadable',
  'mrz_image_too_large',
  'mrz_format_unknown',
  'mrz_line_length',
  'mrz_character_invalid',
  'mrz_check_digit_failed',
  'mrz_date_invalid',
  'mrz_issuer_unknown',
  'mrz_document_not_identity',
  'mrz_capture_attempts_exhausted',
  'mrz_recogniser_unavailable',
] as const
