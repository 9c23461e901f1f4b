import { z } from 'zod'
import { DocumentType, IsoDate, PartialDate } from '../identity.ts'

/** "Will it work?", asked before anything else: nothing of it is kept. */
export const EligibilityQuestion = z.object({
  document_type: DocumentType,
  /** As printed; null where the document has none (an old card may print ten years and be valid fifteen). */
  expires_on: IsoDate.nullable(),
  /** Day of issue, or year and month: needed for `cni_1995` and `residence_permit`. */
  issued_on: PartialDate.nullable().default(null),
  /** Known to the page where the zone was photographed; with it the answer also tells who is too young (R3). */
  birth_date: PartialDate.nullable().default(null),
})
export type EligibilityQuestion = z.infer<typeof EligibilityQuestion>

/** Why a visit makes no sense, or what is still open; a text of `failures:<code>` exists for each. */
export const EligibilityReason = z.enum([
  'document_not_accepted',
  'document_expired',
  'document_dates_impossible',
  'permit_too_short',
  'citizen_underage',
])
export type EligibilityReason = z.infer<typeof EligibilityReason>

export const EligibilityAnswer = z.object({
  /** `open`: the counter reads on the document what decides it. */
  verdict: z.enum(['yes', 'no', 'open']),
  reasons: z.array(EligibilityReason),
  /** Last day on which the document can be shown, where the question tells. */
  usable_until: IsoDate.nullable(),
  minimum_age_years: z.int(),
  minimum_permit_years: z.int(),
})
export type EligibilityAnswer = z.infer<typeof EligibilityAnswer>
