import { Failure, type FailureCode } from '../../../contract/failure.ts'

/** PC/SC return values (PC/SC part 5 annex A, winscard.h) and what they mean to a clerk. */
const codes: Record<number, FailureCode> = {
  0x80100009: 'reader_unplugged', // SCARD_E_UNKNOWN_READER
  0x8010000a: 'chip_timeout', // SCARD_E_TIMEOUT
  0x8010000c: 'chip_not_present', // SCARD_E_NO_SMARTCARD
  0x8010000f: 'chip_timeout', // SCARD_E_PROTO_MISMATCH: the card is in the field but did not start
  0x80100016: 'chip_removed', // SCARD_E_NOT_TRANSACTED
  0x80100017: 'reader_unplugged', // SCARD_E_READER_UNAVAILABLE
  0x8010001d: 'reader_service_unavailable', // SCARD_E_NO_SERVICE
  0x8010001e: 'reader_service_unavailable', // SCARD_E_SERVICE_STOPPED
  0x8010002e: 'reader_none', // SCARD_E_NO_READERS_AVAILABLE
  0x8010002f: 'chip_removed', // SCARD_E_COMM_DATA_LOST
  0x80100066: 'chip_timeout', // SCARD_W_UNRESPONSIVE_CARD
  0x80100067: 'chip_removed', // SCARD_W_UNPOWERED_CARD
  0x80100068: 'chip_removed', // SCARD_W_RESET_CARD
  0x80100069: 'chip_removed', // SCARD_W_REMOVED_CARD
}

/** Another program holds the card. */
export const sharingViolation = 0x8010000b
/** Readers that cannot pass extended length say so with one of these: buffer, parameter, value, unsupported feature. */
export const lengthRefusals: readonly number[] = [0x80100004, 0x80100008, 0x80100011, 0x8010001f, 0x80100022]

/** Return value named in an error of the native module, e.g. "…(0x80100069)"; 0 when it names none. */
export function returnValueOf(error: unknown): number {
  const match = /\(0x([0-9a-f]{8})\)/i.exec(String(error))
  return match?.[1] === undefined ? 0 : parseInt(match[1], 16)
}

/** The failure a native error stands for; `reader_fault` when its value is none we know. */
export function pcscFailure(error: unknown): Failure {
  const value = returnValueOf(error)
  return new Failure(codes[value] ?? 'reader_fault', `PC/SC ${value.toString(16)}`, { cause: error })
}
