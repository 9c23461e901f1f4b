import { Failure } from '../../contract/failure.ts'
import { EmrtdFailure, importTrust, withoutSpecimens, type TrustList } from '../../emrtd/verify.ts'

/** What a file holds. Codes: trust_file_unusable, trust_specimen (outside training). */
export function readTrustFile(bytes: Uint8Array, name: string, training: boolean): TrustList[] {
  const lists = parse(bytes, name)
  if (!training && withoutSpecimens(lists).refused > 0) throw new Failure('trust_specimen')
  return lists
}

function parse(bytes: Uint8Array, name: string): TrustList[] {
  try {
    return importTrust(bytes, name)
  } catch (error) {
    throw error instanceof EmrtdFailure ? new Failure('trust_file_unusable', error.detail, { cause: error }) : error
  }
}
