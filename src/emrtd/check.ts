/** Verdict of one check. `not_possible` always comes with a reason; it is never a pass. */
export type Verdict = 'passed' | 'failed' | 'not_possible'

/** Checks made on a chip, in the order in which they are reported (Doc 9303-11 and -12). */
export const chipCheckNames = [
  /** BAC or PACE opened the chip. */
  'access',
  /** EF.SOD signature by the Document Signer. */
  'signature',
  /** Data group hashes equal those in EF.SOD. */
  'hashes',
  /** Document Signer chains to a trusted CSCA. */
  'chain',
  /** Document Signer is not on its CSCA's CRL. */
  'revocation',
  'chip_authentication',
  'active_authentication',
  /** The access protocol used is the strongest that the signed DG14 announces. */
  'no_downgrade',
  /** The MRZ in DG1 equals the MRZ read from the document. */
  'mrz_agrees',
] as const
export type ChipCheckName = (typeof chipCheckNames)[number]

/** One check, its verdict and why. `reason` is stable snake_case, null only when passed; `detail` is technical, never personal. */
export interface ChipCheck {
  readonly name: ChipCheckName
  readonly verdict: Verdict
  readonly reason: string | null
  readonly detail: string | null
}
