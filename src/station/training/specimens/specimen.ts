import type { DocumentType } from '../../../contract/identity.ts'
import type { Verdict, ChipCheckName } from '../../../contract/check.ts'
import type { FailureCode } from '../../../contract/failure.ts'
import type { Fault } from '../../../virtual-card/faults.ts'
import type { Dated, PrintedDocument } from '../../../virtual-card/printed-document.ts'

export interface SpecimenExpectation {
  /** `unproven`: nothing speaks against the document, but its chip cannot prove it. */
  outcome: 'approve' | 'refuse' | 'unproven'
  /** Why not, as a failure code; null when approved. */
  reason: FailureCode | null
  /** Chip checks that do not pass. */
  checks: Partial<Record<ChipCheckName, Verdict>>
}

/** A specimen citizen with a specimen document: pure data, see `specimens.ts`. */
export interface Specimen extends PrintedDocument {
  key: string
  title: { fr: string; en: string }
  teaches: { fr: string; en: string }
  documentType: DocumentType
  /** File in assets/specimens, without its extension. */
  portrait: string
  portraitFormat?: 'jpg' | 'jp2' | 'j2k'
  faults: readonly Fault[]
  /** Somebody else's portrait, put onto the chip after it was signed. */
  forgedPortrait?: string
  /** What the citizen declared otherwise than the document has it. */
  declared: { givenNames?: readonly string[]; birthName?: string; birthPlaceName?: string }
  channel: 'counter' | 'home'
  expected: SpecimenExpectation
}

/** A specimen on a given day. */
export type DatedSpecimen = Dated<Specimen>
