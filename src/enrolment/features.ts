import { DocumentType } from '../contract/identity.ts'
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

type Prompt = Pick<InspectionFeature, 'id' | 'fixed' | 'settles'>
const always = (id: string): Prompt => ({ id, fixed: true, settles: null })
const drawn = (id: string): Prompt => ({ id, fixed: false, settles: null })
const settling = (id: string, settles: EligibilityRule): Prompt => ({ id, fixed: false, settles })

/** Features a clerk can check with eye, finger and a lamp, by document (standards 7 and 8). */
const prompts: Record<DocumentType, readonly Prompt[]> = {
  passport: [
    always('passport_photo_in_page'),
    drawn('passport_film_shifts'),
    drawn('passport_number_perforated'),
    drawn('passport_watermark'),
    drawn('passport_fine_lines'),
    drawn('passport_ink_changes'),
  ],
  cnie: [
    always('cnie_photo_in_card'),
    drawn('cnie_film_shifts'),
    drawn('cnie_relief'),
    drawn('cnie_image_changes'),
    drawn('cnie_ink_changes'),
    drawn('cnie_fine_lines'),
    drawn('cnie_seal_printed'),
  ],
  cni_1995: [
    always('cni_film_whole'),
    drawn('cni_film_shifts'),
    drawn('cni_fine_lines'),
    drawn('cni_number_twice'),
    drawn('cni_signature_under_film'),
    drawn('cni_back_stamp'),
    settling('cni_validity_printed', 'document_valid'),
  ],
  residence_permit: [
    always('permit_photo_in_card'),
    drawn('permit_film_shifts'),
    drawn('permit_relief'),
    drawn('permit_image_changes'),
    drawn('permit_ink_changes'),
    drawn('permit_fine_lines'),
    settling('permit_length_printed', 'permit_length'),
  ],
  // Not accepted: there is nothing to inspect.
  other: [],
}

export const inspectionFeatures: InspectionFeature[] = DocumentType.options.flatMap((type) =>
  prompts[type].map((prompt) => ({ ...prompt, type })),
)
