import { ReviewReason } from '../contract/decision.ts'
import type { Override } from '../contract/decision.ts'
import type { TimeProof } from '../contract/sync.ts'
import { documentTypes } from '../contract/documents.ts'
import type { Findings } from './findings.ts'

/** What the rules make of a visit, and how the time of it is proved. */
export type Seen = { found: Findings; timeProof: TimeProof }

/** Whether a manager let pass a chip that was not read. */
export const releasesChip = ({ overrides }: { overrides: readonly Pick<Override, 'gate'>[] }): boolean =>
  overrides.some(({ gate }) => gate === 'chip_required')

/**
 * A chip whose portrait nobody saw, proved genuine or left to central to prove: the face was compared with the printed picture, which
 * the chip does not vouch for.
 */
const lacksPortrait = ({ chip, chipReads }: Findings): boolean =>
  (chip === 'genuine' || chip === 'deferred') && chipReads.at(-1)?.hasPortrait !== true

/** A chip whose originality is the station's word alone, where the policy wants more. */
const isUnshown = ({ chip, chipReads, policy }: Findings): boolean =>
  (chip === 'genuine' || chip === 'deferred') &&
  !policy.approveUnwitnessed &&
  !chipReads.some(({ originalityShown }) => originalityShown)

const isChipless = ({ documentType }: Findings): boolean =>
  documentType !== null && documentTypes[documentType].chip === null

/** When a person at central looks at an approval: the counter says so beforehand by the rule that central applies afterwards. */
export const reviewRules: { [reason in ReviewReason]: (seen: Seen) => boolean } = {
  chip_portrait_unread: ({ found }) => lacksPortrait(found),
  chip_originality_unshown: ({ found }) => isUnshown(found),
  chip_released: ({ found }) => releasesChip(found),
  chipless_document: ({ found }) => isChipless(found) && !found.policy.approveChipless,
  time_unconfirmed: ({ timeProof }) => timeProof === 'unconfirmed',
}

/** For what a person at central will look at an approval of this visit, as far as it is known here, in the contract's order. */
export const foreseeReviews = (seen: Seen): ReviewReason[] =>
  ReviewReason.options.filter((reason) => reviewRules[reason](seen))
