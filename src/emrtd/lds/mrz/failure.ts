/** What `parseMrz` throws for lines that are no machine readable zone. */
export type MrzFailureCode = 'mrz_format_unknown' | 'mrz_line_length' | 'mrz_character_invalid'

/** `detail` names line numbers and lengths, never what the lines say. */
export class MrzFailure extends Error {
  readonly code: MrzFailureCode
  readonly detail: string
  constructor(code: MrzFailureCode, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'MrzFailure'
    this.code = code
    this.detail = detail
  }
}
