import { expect, test } from 'vitest'
import type { Conclusion, ExerciseVerdict } from '../../../contract/exercise.ts'
import { specimens } from '../specimens/specimens.ts'
import { exerciseCases, judgeConclusion, scoreExercise } from './score-exercise.ts'

const refused: Conclusion = { outcome: 'refused', reasons: ['chip_copied', 'chip_not_genuine'] }
const approved: Conclusion = { outcome: 'approved', reasons: [] }

test.each<[Conclusion, Conclusion, ExerciseVerdict]>([
  [approved, approved, 'right'],
  [{ outcome: 'refused', reasons: ['chip_copied'] }, refused, 'right'],
  [{ outcome: 'refused', reasons: ['declared_differs', 'chip_not_genuine'] }, refused, 'right'],
  [{ outcome: 'refused', reasons: ['declared_differs'] }, refused, 'wrong_ground'],
  [{ outcome: 'refused', reasons: [] }, refused, 'wrong_ground'],
  [approved, refused, 'wrong_yes'],
  [approved, { outcome: 'unverifiable', reasons: ['chip_unreadable'] }, 'wrong_yes'],
  [{ outcome: 'unverifiable', reasons: ['chip_unreadable'] }, refused, 'wrong_outcome'],
  [refused, approved, 'wrong_outcome'],
  [{ outcome: 'cancelled', reasons: ['citizen_left'] }, approved, 'wrong_outcome'],
])('%o where %o is right is %s', (sealed, right, verdict) => {
  expect(judgeConclusion(sealed, right)).toBe(verdict)
})

const five: ExerciseVerdict[] = ['right', 'right', 'right', 'right', 'right']
test.each<[ExerciseVerdict[], number, boolean]>([
  [[...five, 'right'], 6, true],
  [[...five, 'wrong_outcome'], 5, true],
  [[...five, 'wrong_ground'], 5, true],
  [[...five, 'wrong_yes'], 5, false],
  [['wrong_yes', ...five], 5, false],
  [['right', 'right', 'right', 'right', 'wrong_ground', 'wrong_outcome'], 4, false],
])('%j scores %i, passed: %s', (verdicts, score, passed) => {
  expect(scoreExercise(verdicts)).toEqual({ score, of: 6, passed })
})

test('what is right in the exercise is what its specimens teach', () => {
  const outcomes = { approved: 'approve', refused: 'refuse', unverifiable: 'unproven', cancelled: null }
  // A face that is not the holder's turns a document in order into a refusal.
  for (const { key, right } of exerciseCases.filter((one) => !one.right.reasons.includes('person_not_holder')))
    expect(specimens.find((one) => one.key === key)?.expected.outcome, key).toBe(outcomes[right.outcome])
})
