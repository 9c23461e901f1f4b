import type { Certificate } from './certificate.ts'

/** Documents whose hash of one data group is known to be wrong. A condition that is null holds for all (Doc 9303-12 §10.4). */
export interface HashDeviation {
  /** Of who signed the list, two letters: a state speaks for its own documents. Null names no state, and excuses nothing. */
  readonly country: string | null
  /** 1 to 16. */
  readonly dataGroup: number
  /** As in the MRZ, without fillers. */
  readonly documentType: string | null
  readonly isSigner: ((signer: Certificate) => boolean) | null
  readonly issuedFrom: Date | null
  readonly issuedTo: Date | null
  readonly documentNumbers: readonly string[] | null
}
