import { z } from 'zod'
import { IsoTime } from './identity.ts'

/** How a session ends. `unverifiable`: nothing is wrong, but it could not be checked (chip defective, reader down). */
export const Outcome = z.enum(['approved', 'refused', 'unverifiable', 'cancelled'])
export type Outcome = z.infer<typeof Outcome>

/** Closed list; each has a text and "what the citizen can do next" in assets/texts/<language>/reasons.json. */
export const OutcomeReason = z.enum([
  'document_expired',
  'document_not_accepted',
  'permit_too_short',
  'citizen_underage',
  'address_not_french',
  'declared_differs',
  'document_suspected_forged',
  'chip_not_genuine',
  'chip_copied',
  'chip_unreadable',
  'reader_unavailable',
  'person_not_holder',
  'person_undetermined',
  'document_reported_lost_or_stolen',
  'capture_failed',
  'print_unreadable',
  'consent_withdrawn',
  'citizen_left',
  'wrong_application',
  'operator_conflict',
])
export type OutcomeReason = z.infer<typeof OutcomeReason>

/** A check that could not be made offline; central settles it (standards 2). */
export const DeferredCheck = z.enum(['application_state', 'lost_stolen', 'chain', 'revocation', 'operator_state'])
export type DeferredCheck = z.infer<typeof DeferredCheck>

/** Why a person at central looks at an approval before it counts, where the counter can foresee it (docs/rules.md). */
export const ReviewReason = z.enum([
  'chip_portrait_unread',
  'chip_originality_unshown',
  'chip_released',
  'feature_absent_released',
  'no_feature_seen',
  'person_differing_released',
  'several_released',
  'chipless_released',
  'chipless_document',
  'time_unconfirmed',
])
export type ReviewReason = z.infer<typeof ReviewReason>

/**
 * Whether an approval waits for central to settle something, or for a person there to look. A CRL that the station lacks does not make
 * it so: most issuers publish theirs where only central looks, and a warning that is always on is read by nobody.
 */
export function isProvisional(open: { deferred: readonly DeferredCheck[]; reviews: readonly ReviewReason[] }): boolean {
  return open.reviews.length > 0 || open.deferred.some((check) => check !== 'revocation')
}

export const OverrideReason = z.enum([
  'chip_defective',
  'reader_defective',
  'portrait_unlike_illness',
  'portrait_unlike_age',
  'inspection_wear',
  'other',
])
export type OverrideReason = z.infer<typeof OverrideReason>

/** What a clerk tells central alone, unseen by the person at the counter: something is wrong, or the clerk acts under threat. */
export const Concern = z.enum(['suspicion', 'duress'])
export type Concern = z.infer<typeof Concern>

/** What an override releases: the gate's failure code. */
export const OverridableGate = z.enum(['chip_required', 'person_unconfirmed', 'inspection_failed'])
export type OverridableGate = z.infer<typeof OverridableGate>

/** A second person's release of one gate in one case (standards 17). */
export const Override = z.object({
  gate: OverridableGate,
  managerId: z.string(),
  reason: OverrideReason,
  text: z.string().min(10).max(500),
  givenAt: IsoTime,
  /** Compact JWS (ES256) by the manager's key over session, application, gate, reason, time. */
  signature: z.string(),
})
export type Override = z.infer<typeof Override>

export const InspectionAnswer = z.enum(['present', 'absent', 'cannot_tell'])
export type InspectionAnswer = z.infer<typeof InspectionAnswer>

export const InspectionResult = z.object({ featureId: z.string(), answer: InspectionAnswer })
export type InspectionResult = z.infer<typeof InspectionResult>

/** Declared list of features to compare on a face (standards 13). */
export const FaceFeature = z.enum(['face_shape', 'ears', 'eyes', 'eyebrows', 'nose', 'mouth', 'chin', 'marks'])
export type FaceFeature = z.infer<typeof FaceFeature>

/**
 * How long a question stands before a judgement on it is taken, in milliseconds of the station's clock: what comes sooner was
 * pressed at the question before.
 */
export const judgementDelayMs = 400

/** The picture that was compared: live or frozen, each only once it met the quality hints; `none` where there was none. */
export const ComparedPicture = z.enum(['live', 'frozen', 'none'])
export type ComparedPicture = z.infer<typeof ComparedPicture>

/** Why a person was looked at without a picture: recorded; only a manager can then confirm the person. */
export const NoPictureReason = z.enum(['no_camera', 'camera_defective', 'light', 'person_unable'])
export type NoPictureReason = z.infer<typeof NoPictureReason>

export const PersonJudgement = z.enum(['same', 'different', 'undetermined'])
export type PersonJudgement = z.infer<typeof PersonJudgement>
