import { expect, test } from 'vitest'
import type { ExerciseVerdict } from '../../../contract/exercise.ts'
import { specimens } from '../specimens/specimens.ts'
import { exerciseCases, scoreExercise } from './score-exercise.ts'

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
