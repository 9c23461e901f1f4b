import type { ClerkFigures, PersonFigures } from '../../../src/contract/clerk-figures.ts'
import type { OutcomeReason } from '../../../src/contract/decision.ts'
import type { Conclusion } from '../../../src/contract/exercise.ts'
import type { PracticeDebrief, PracticeFigures } from '../../../src/contract/practice.ts'
import { operator, reference } from './specimens.ts'

const workOf = (operatorId: string, displayName: string, change: Partial<PersonFigures> = {}): PersonFigures => ({
  operatorId,
  displayName,
  visits: 1_284,
  approved: 1_102,
  refused: 121,
  cannotTell: 37,
  abandoned: 24,
  firstTimeRight: 968,
  reversed: null,
  looked: 41,
  contested: null,
  releases: null,
  retries: 96,
  meanSeconds: 154,
  practice: null,
  ...change,
})
const few = { visits: null, approved: null, refused: null, cannotTell: null, abandoned: null, firstTimeRight: null }
/** Of a clerk. */
export const figures: ClerkFigures = {
  asOf: '2026-11-21T07:55:00Z',
  from: '2026-05-18',
  to: '2026-11-09',
  months: 6,
  own: workOf(operator.operatorId, operator.displayName),
  people: [],
  debriefs: [],
}
/** Of a manager, with the branch's people. */
export const branchFigures: ClerkFigures = {
  ...figures,
  people: [
    workOf('a-martin', 'Adrien Martin'),
    workOf('f-okafor', 'Florence Okafor', { ...few, looked: null, retries: null, meanSeconds: null }),
  ],
}

const practice: PracticeFigures = {
  done: 46,
  right: 41,
  accepted_false: 2,
  refused_true: 1,
  missed_difference: 1,
  wrong_ground: 1,
}
const approved: Conclusion = { outcome: 'approved', reasons: [] }
const refusedAs = (reason: OutcomeReason): Conclusion => ({ outcome: 'refused', reasons: [reason] })
const debriefOf = (fault: PracticeDebrief['fault'], change: Partial<PracticeDebrief> = {}): PracticeDebrief => ({
  reference,
  judgedAt: '2026-11-21T08:40:00Z',
  fault,
  mistake: null,
  sealed: approved,
  right: approved,
  ...change,
})
/** Of a clerk in training, with practice cases that were right and of each kind of mistake. */
export const practiceFigures: ClerkFigures = {
  ...figures,
  own: { ...figures.own, practice },
  debriefs: [
    debriefOf('none'),
    debriefOf('altered_chip', { mistake: 'accepted_false', right: refusedAs('chip_not_genuine') }),
    debriefOf('none', { mistake: 'refused_true', sealed: refusedAs('declared_differs') }),
    debriefOf('birth_place', { mistake: 'missed_difference', right: refusedAs('declared_differs') }),
    debriefOf('expired', {
      mistake: 'wrong_ground',
      sealed: refusedAs('declared_differs'),
      right: refusedAs('document_expired'),
    }),
  ],
}
/** Of a manager whose people practise. */
export const branchPracticeFigures: ClerkFigures = {
  ...branchFigures,
  people: [workOf('a-martin', 'Adrien Martin', { practice })],
}
