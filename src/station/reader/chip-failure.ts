import { Failure, type FailureCode } from '../../contract/failure.ts'
import { EmrtdFailure, type EmrtdFailureCode } from '../../emrtd/read.ts'

/** The contract's code of each of the chip library's; a code without one does not compile. */
const codes: Record<EmrtdFailureCode, FailureCode> = {
  chip_removed: 'chip_removed',
  chip_not_present: 'chip_not_present',
  chip_timeout: 'chip_timeout',
  reader_unplugged: 'reader_unplugged',
  reader_fault: 'reader_fault',
  chip_not_emrtd: 'chip_not_emrtd',
  chip_access_denied: 'chip_access_denied',
  chip_wrong_mrz: 'chip_wrong_mrz',
  chip_wrong_can: 'chip_wrong_can',
  chip_can_required: 'chip_can_required',
  chip_mrz_required: 'chip_mrz_required',
  chip_protocol_error: 'chip_protocol_error',
  chip_secure_messaging_failed: 'chip_secure_messaging_failed',
  chip_response_malformed: 'chip_response_malformed',
  chip_file_too_large: 'chip_file_too_large',
  chip_file_missing: 'chip_file_missing',
  chip_data_malformed: 'chip_data_malformed',
  chip_read_cancelled: 'chip_read_cancelled',
}

/** What the chip library threw, as a failure of the contract; anything else as it is. */
export function inContractTerms(error: unknown): unknown {
  return error instanceof EmrtdFailure ? new Failure(codes[error.code], error.detail, { cause: error }) : error
}

/** Runs what uses the chip library; its failures leave in the contract's terms. */
export function asContractFailure<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw inContractTerms(error)
  }
}
