import type { Conclusion, ExerciseVerdict } from '../../../contract/exercise.ts'

export interface ExerciseCase {
  /** The specimen. */
  key: string
  right: Conclusion
  /** Picture of assets/specimens that stands for the citizen before the camera; without it the trainee's own camera shows them. */
  face?: string
}

/**
 * Specimens of the exercise, in order, and what is right for each: one of the reasons is enough. Two are decided by nothing but the
 * eye: the holder with other hair and glasses, and somebody who looks like the holder of a document that is in order.
 */
export const exerciseCases: readonly ExerciseCase[] = [
  { key: 'name_mismatch', right: { outcome: 'refused', reasons: ['declared_differs'] } },
  { key: 'passport', right: { outcome: 'approved', reasons: [] }, face: 'camille_today' },
  { key: 'cnie', right: { outcome: 'refused', reasons: ['person_not_holder'] }, face: 'like_julien' },
  { key: 'cloned_chip', right: { outcome: 'refused', reasons: ['chip_copied', 'chip_not_genuine'] } },
  { key: 'defective_chip', right: { outcome: 'unverifiable', reasons: ['chip_unreadable'] } },
  { key: 'expired_passport', right: { outcome: 'refused', reasons: ['document_expired'] } },
]

/** So many of the six must be right, and none of the others a wrong yes. */
export const rightToPass = 5

/** Cases right, of how many, and whether that passes: a single wrong yes never does, whatever else is right. */
export function scoreExercise(verdicts: readonly ExerciseVerdict[]): { score: number; of: number; passed: boolean } {
  const score = verdicts.filter((verdict) => verdict === 'right').length
  return { score, of: verdicts.length, passed: score >= rightToPass && !verdicts.includes('wrong_yes') }
}
