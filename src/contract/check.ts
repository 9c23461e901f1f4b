import { z } from 'zod'
import { verdicts } from './verdict-spelling.ts'

/** Verdict of one check. `not_possible` always comes with a reason; it is never a pass. */
export const Verdict = verdicts(['passed', 'failed', 'not_possible'])
export type Verdict = z.infer<typeof Verdict>

/** Checks made on a chip, in the order a clerk reads them. Doc 9303-11 and -12. */
export const ChipCheckName = z.enum([
  /** BAC or PACE opened the chip. */
  'access',
  /** EF.SOD signature by the Document Signer. */
  'signature',
  /** Data group hashes equal those in EF.SOD. */
  'hashes',
  /** Document Signer chains to a trusted CSCA, all valid at the reading date. */
  'chain',
  /** Document Signer is not on its CSCA's CRL. */
  'revocation',
  'chip_authentication',
  'active_authentication',
  /** The access protocol used is the strongest that the signed DG14 announces. */
  'no_downgrade',
  /** The MRZ in DG1 equals the MRZ read from the document. */
  'mrz_agrees',
])
export type ChipCheckName = z.infer<typeof ChipCheckName>

export const ChipCheck = z.object({
  name: ChipCheckName,
  verdict: Verdict,
  /** Stable reason, snake_case (e.g. `csca_unknown`, `card_has_none`); null only when passed. Texts: assets/texts/<language>/chip-reasons.json. */
  reason: z.string().nullable(),
  /** Technical, never personal: algorithm, certificate subject, curve. */
  detail: z.string().nullable(),
})
export type ChipCheck = z.infer<typeof ChipCheck>

/** A check as a station of any version tells it: a later one may make checks that are not known here. */
export const ToldCheck = ChipCheck.extend({ name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/) })
export type ToldCheck = z.infer<typeof ToldCheck>

/** Whether the check is one that is known here: no other has a part in any verdict. */
export const isKnownCheck = (check: ToldCheck): check is ChipCheck => ChipCheckName.safeParse(check.name).success
