import { expect, test } from 'vitest'
import type { Conclusion, ExerciseVerdict } from '../contract/exercise.ts'
import type { PracticeMistake } from '../contract/practice.ts'
import { judgeConclusion, mistakeOf } from './judge-conclusion.ts'

const copied: Conclusion = { outcome: 'refused', reasons: ['chip_copied', 'chip_not_genuine'] }
const approved: Conclusion = { outcome: 'approved', reasons: [] }
const differs: Conclusion = { outcome: 'refused', reasons: ['declared_differs'] }
const dead: Conclusion = { outcome: 'unverifiable', reasons: ['chip_unreadable'] }
const other: Conclusion = { outcome: 'refused', reasons: ['document_suspected_forged'] }

test.each<[Conclusion, Conclusion, ExerciseVerdict, PracticeMistake | null]>([
  [approved, approved, 'right', null],
  [{ outcome: 'refused', reasons: ['chip_copied'] }, copied, 'right', null],
  [{ outcome: 'refused', reasons: ['declared_differs', 'chip_not_genuine'] }, copied, 'right', null],
  [differs, copied, 'wrong_ground', 'wrong_ground'],
  [{ outcome: 'refused', reasons: [] }, copied, 'wrong_ground', 'wrong_ground'],
  [dead, copied, 'wrong_outcome', 'wrong_ground'],
  [other, dead, 'wrong_outcome', 'wrong_ground'],
  [approved, copied, 'wrong_yes', 'accepted_false'],
  [approved, dead, 'wrong_yes', 'accepted_false'],
  [copied, approved, 'wrong_outcome', 'refused_true'],
  [dead, approved, 'wrong_outcome', 'refused_true'],
  [approved, differs, 'wrong_yes', 'missed_difference'],
  [other, differs, 'wrong_ground', 'missed_difference'],
  [dead, differs, 'wrong_outcome', 'missed_difference'],
  [{ outcome: 'cancelled', reasons: ['citizen_left'] }, approved, 'wrong_outcome', 'refused_true'],
])('%o where %o is right is %s, as a mistake: %s', (sealed, right, verdict, mistake) => {
  expect(judgeConclusion(sealed, right)).toBe(verdict)
  expect(mistakeOf(sealed, right)).toBe(mistake)
})
