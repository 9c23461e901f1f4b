import type { ClerkFigures, PersonFigures } from '../../../src/contract/clerk-figures.ts'
import { operator } from './specimens.ts'

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
