/**
 * Codes this library fails with. They are stable: anyone who uses it can map each to a text of its own.
 * `chip_removed`, `chip_not_present`, `chip_timeout`, `reader_unplugged` and `reader_fault` are the link's: a
 * `Transceiver` may throw them, and whatever else it throws comes through unchanged.
 */
export const emrtdFailureCodes = [
  'chip_removed',
  'chip_not_present',
  'chip_timeout',
  'reader_unplugged',
  'reader_fault',
  'chip_not_emrtd',
  'chip_access_denied',
  'chip_wrong_mrz',
  'chip_wrong_can',
  'chip_can_required',
  'chip_mrz_required',
  'chip_protocol_error',
  'chip_secure_messaging_failed',
  'chip_response_malformed',
  'chip_file_too_large',
  'chip_file_missing',
  'chip_data_malformed',
  'chip_read_cancelled',
] as const
export type EmrtdFailureCode = (typeof emrtdFailureCodes)[number]

/** A failure with a stable code; `detail` is technical (a step, a status word, a tag), never personal. */
export class EmrtdFailure extends Error {
  readonly code: EmrtdFailureCode
  readonly detail: string | null
  constructor(code: EmrtdFailureCode, detail: string | null = null, options?: ErrorOptions) {
    super(detail === null ? code : `${code}: ${detail}`, options)
    this.name = 'EmrtdFailure'
    this.code = code
    this.detail = detail
  }
}

/** The code of anything thrown; null for what is not this library's. */
export function codeOf(error: unknown): EmrtdFailureCode | null {
  return error instanceof EmrtdFailure ? error.code : null
}

const linkDrops: readonly unknown[] = [
  'chip_removed',
  'chip_not_present',
  'chip_timeout',
  'reader_fault',
] satisfies EmrtdFailureCode[]

/** Whether the link to the card broke, by this library's error or by one of the transceiver's own with such a `code`. */
export function isLinkDrop(error: unknown): boolean {
  return error instanceof Error && 'code' in error && linkDrops.includes(error.code)
}
