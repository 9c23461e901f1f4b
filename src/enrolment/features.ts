import type { DocumentType } from '../contract/identity.ts'
import type { EligibilityRule } from '../contract/match.ts'

/**
 * One thing to look at on a printed document. The id is also the key of its texts (assets/texts/<language>/features.json)
 * and the name of its drawing (assets/features/<id>.svg). `settles`: not a security feature but what only the eye can read,
 * asked when that rule is left open.
 */
export type InspectionFeature = {
  id: string
  type: DocumentType
  /** Always asked; the others are drawn at random. */
  fixed: boolean
  settles: EligibilityRule | null
}

const feature = (type: DocumentType, id: string, fixed = false): InspectionFeature => ({
  id,
  type,
  fixed,
  settles: null,
})
const settling = (type: DocumentType, id: string, settles: EligibilityRule): InspectionFeature => ({
  id,
  type,
  fixed: false,
  settles,
})

/** Features a clerk can check with eye, finger and a lamp, by document (standards 7 and 8). */
export const inspectionFeatures: InspectionFeature[] = [
  feature('passport', 'passport_photo_in_page', true),
  feature('passport', 'passport_film_shifts'),
  feature('passport', 'passport_number_perforated'),
  feature('passport', 'passport_watermark'),
  feature('passport', 'passport_fine_lines'),
  feature('passport', 'passport_ink_changes'),
  feature('cnie', 'cnie_photo_in_card', true),
  feature('cnie', 'cnie_film_shifts'),
  feature('cnie', 'cnie_relief'),
  feature('cnie', 'cnie_image_changes'),
  feature('cnie', 'cnie_ink_changes'),
  feature('cnie', 'cnie_fine_lines'),
  feature('cnie', 'cnie_seal_printed'),
  feature('cni_1995', 'cni_film_whole', true),
  feature('cni_1995', 'cni_film_shifts'),
  feature('cni_1995', 'cni_fine_lines'),
  feature('cni_1995', 'cni_number_twice'),
  feature('cni_1995', 'cni_signature_under_film'),
  feature('cni_1995', 'cni_back_stamp'),
  settling('cni_1995', 'cni_validity_printed', 'document_valid'),
  feature('residence_permit', 'permit_photo_in_card', true),
  feature('residence_permit', 'permit_film_shifts'),
  feature('residence_permit', 'permit_relief'),
  feature('residence_permit', 'permit_image_changes'),
  feature('residence_permit', 'permit_ink_changes'),
  feature('residence_permit', 'permit_fine_lines'),
  settling('residence_permit', 'permit_length_printed', 'permit_length'),
]
