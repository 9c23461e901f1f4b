import type { EvidencePart } from '../contract/evidence.ts'
import type { MrzReading } from '../contract/mrz.ts'
import { lastCapture } from './read-evidence.ts'

/** What check digits cover tells one document from another: a misread letter of a name does not. */
const isOther = (one: MrzReading, last: MrzReading): boolean =>
  one.problems.length === 0 &&
  (one.birthDate.iso !== last.birthDate.iso ||
    (one.format === last.format && one.documentNumber !== last.documentNumber))

/** Whether a document of somebody else, or another one of the kind, was captured before the one that the visit went on with. */
export function hasOtherDocument({ captures }: Pick<EvidencePart, 'captures'>): boolean {
  const last = lastCapture({ captures })
  const earlier = captures.map((one) => lastCapture({ captures: [one] }))
  return last !== null && earlier.some((one) => one !== null && isOther(one, last))
}
