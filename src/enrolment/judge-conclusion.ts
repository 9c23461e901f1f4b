import type { Conclusion, ExerciseVerdict } from '../contract/exercise.ts'
import type { PracticeMistake } from '../contract/practice.ts'

/** What was sealed against what is right. */
export function judgeConclusion(sealed: Conclusion, right: Conclusion): ExerciseVerdict {
  if (sealed.outcome !== right.outcome) return sealed.outcome === 'approved' ? 'wrong_yes' : 'wrong_outcome'
  const hasGround = right.reasons.length === 0 || right.reasons.some((reason) => sealed.reasons.includes(reason))
  return hasGround ? 'right' : 'wrong_ground'
}

/** The kind of mistake that a conclusion on a practice case is; null: it is right. */
export function mistakeOf(sealed: Conclusion, right: Conclusion): PracticeMistake | null {
  const verdict = judgeConclusion(sealed, right)
  if (verdict === 'right') return null
  if (right.outcome === 'approved') return 'refused_true'
  // Who names another ground has missed the difference as well.
  if (right.reasons.includes('declared_differs')) return 'missed_difference'
  return verdict === 'wrong_yes' ? 'accepted_false' : 'wrong_ground'
}
