import { describe, expect, test } from 'vitest'
import { judgementDelayMs } from '../../contract/decision.ts'
import type { Failure } from '../../contract/failure.ts'
import {
  after,
  atDecision,
  consented,
  context,
  found,
  inspected,
  longSeen,
  now,
  passportReading,
  submitted,
} from '../testing/made-up.ts'
import type { SessionEvent } from './events.ts'
import { goBack } from './journey.ts'
import { reduceSession } from './reduce.ts'
import type { SessionState } from './state.ts'

const later = (ms: number) => ({ ...context, now: new Date(Date.parse(now) + ms).toISOString() })
const codeOf = (state: SessionState, event: SessionEvent, ms: number): string => {
  try {
    reduceSession(state, event, later(ms))
    return 'accepted'
  } catch (error) {
    return (error as Failure).code
  }
}
const shownNow = (state: SessionState): SessionState => ({ ...state, shownAt: now })
const judged = (change: object = {}) =>
  ({
    type: 'person_judged',
    judgement: 'same',
    differing: [],
    picture: 'live',
    noPictureReason: null,
    ...change,
  }) as SessionEvent
const atPerson = () => inspected(goBack(atDecision(), 'inspection'))
const atComparison = () => goBack(atDecision(), 'comparison')
const withoutChip = () =>
  after([
    found(),
    consented,
    submitted(passportReading),
    { type: 'chip_declared_unavailable', reason: 'chip_defective' },
  ])
const atInspection = () => goBack(atDecision(), 'inspection')

describe('a judgement', () => {
  test.each([
    [
      'printed value',
      shownNow(withoutChip()),
      { type: 'print_compared', printed: { field: 'birth_place', answer: 'same' } },
    ],
    ['comparison', shownNow(atComparison()), { type: 'comparison_confirmed' }],
    [
      'feature',
      shownNow(atInspection()),
      { type: 'inspection_answered', featureId: atInspection().inspection[0]!.featureId, answer: 'present' },
    ],
    ['person', shownNow(atPerson()), judged()],
    ['outcome', shownNow(atDecision()), { type: 'decided', outcome: 'approved', reasons: [] }],
  ] as [string, SessionState, SessionEvent][])(
    'on a %s is taken once it was seen, not before',
    (_name, state, event) => {
      expect(codeOf(state, event, judgementDelayMs - 1)).toBe('judged_too_soon')
      expect(codeOf(state, event, judgementDelayMs)).toBe('accepted')
    },
  )

  test('is not refused for a clock that was set back', () => {
    expect(codeOf(shownNow(atPerson()), judged(), -3_600_000)).toBe('accepted')
  })

  test('each question counts anew, and the same one does not', () => {
    const begun = longSeen(atInspection())
    const [first] = begun.inspection
    const next = reduceSession(
      begun,
      { type: 'inspection_answered', featureId: first!.featureId, answer: 'present' },
      context,
    )
    expect(next.shownAt).toBe(now)
    const cleared = reduceSession(begun, { type: 'failure_cleared' }, context)
    expect(cleared.shownAt).toBe(begun.shownAt)
  })
})

describe('same person', () => {
  test('needs a picture that met the hints; the other answers do not', () => {
    const state = longSeen(atPerson())
    expect(codeOf(state, judged({ picture: 'none' }), 0)).toBe('person_picture_missing')
    expect(codeOf(state, judged({ picture: 'frozen' }), 0)).toBe('accepted')
    for (const judgement of ['different', 'undetermined'])
      expect(codeOf(state, judged({ judgement, picture: 'none', noPictureReason: 'no_camera' }), 0)).toBe('accepted')
  })

  test('what differed is still marked after going back', () => {
    const judgedOther = reduceSession(
      longSeen(atPerson()),
      judged({ judgement: 'different', differing: ['nose'] }),
      context,
    )
    expect(goBack(judgedOther, 'person').person).toMatchObject({ judgement: null, differing: ['nose'] })
  })
})
