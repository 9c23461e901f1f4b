import { ReviewReason } from '../contract/decision.ts'
import type { OverridableGate, Override } from '../contract/decision.ts'
import type { TimeProof } from '../contract/protocol/packet.ts'
import { documentTypes } from '../contract/documents.ts'
import { lacksFeature } from './findings.ts'
import type { Findings } from './findings.ts'
import { ruleSettledBy } from './inspection.ts'

/** What the rules make of a visit, and how the time of it is proved. */
export type Seen = { found: Findings; timeProof: TimeProof }

const releases = (overrides: readonly Pick<Override, 'gate'>[], released: OverridableGate): boolean =>
  overrides.some(({ gate }) => gate === released)

/** Whether a manager let pass a chip that was not read. */
export const releasesChip = ({ overrides }: { overrides: readonly Pick<Override, 'gate'>[] }): boolean =>
  releases(overrides, 'chip_required')

/** Whether a security feature was seen to be there. */
const seesFeature = ({ inspection }: Findings): boolean =>
  inspection.some(({ featureId, answer }) => answer === 'present' && ruleSettledBy(featureId) === null)

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
  // Wear hides a feature; one that was seen to be missing is another matter, and a document of which nothing was seen is no proof.
  feature_absent_released: ({ found }) => releases(found.overrides, 'inspection_failed') && lacksFeature(found),
  no_feature_seen: ({ found }) => releases(found.overrides, 'inspection_failed') && !seesFeature(found),
  person_differing_released: ({ found }) =>
    releases(found.overrides, 'person_unconfirmed') && found.differing.length > 0,
  // Where no chip vouches, or several of the remaining proofs were let pass, little is left that anybody saw.
  several_released: ({ found }) => new Set(found.overrides.map(({ gate }) => gate)).size > 1,
  chipless_released: ({ found }) => found.overrides.length > 0 && isChipless(found),
  chipless_document: ({ found }) => isChipless(found) && !found.policy.approveChipless,
  time_unconfirmed: ({ timeProof }) => timeProof === 'unconfirmed',
}

/** For what a person at central will look at an approval of this visit, as far as it is known here, in the contract's order. */
export const foreseeReviews = (seen: Seen): ReviewReason[] =>
  ReviewReason.options.filter((reason) => reviewRules[reason](seen))
