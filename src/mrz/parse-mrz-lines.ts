import type { MrzReading } from '../contract/mrz.ts'
import { Failure, type FailureCode } from '../contract/failure.ts'
import { MrzFailure, type MrzFailureCode } from '../emrtd/lds/mrz/failure.ts'
import { parseMrz } from '../emrtd/lds/mrz/parse.ts'

/** The contract's code of each of the format's; a code without one does not compile. */
const codes: Record<MrzFailureCode, FailureCode> = {
  mrz_format_unknown: 'mrz_format_unknown',
  mrz_line_length: 'mrz_line_length',
  mrz_character_invalid: 'mrz_character_invalid',
}

/** `parseMrz` in the contract's terms: reading and failure codes as screens and station know them. */
export function parseMrzLines(lines: readonly string[], at: { now: Date }): MrzReading {
  try {
    return parseMrz(lines, at)
  } catch (error) {
    throw error instanceof MrzFailure ? new Failure(codes[error.code], error.detail, { cause: error }) : error
  }
}
