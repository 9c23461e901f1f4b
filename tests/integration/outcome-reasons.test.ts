import { expect, test } from 'vitest'
import { Outcome, OutcomeReason } from '../../src/contract/decision.ts'
import { stories } from '../../src/enrolment/visit-story.ts'
import { buildCase } from '../fixtures/case-builder.ts'
import { both, judged, mute, other, packet, whySealRefuses } from '../fixtures/forge.ts'

// Every reason beside every outcome in a signed packet, each in a visit in which the outcome itself is possible.
const shown: OutcomeReason = 'declared_differs'
const visits = {
  approved: buildCase(),
  refused: buildCase(other({ birthName: 'Durand' })),
  unverifiable: mute(buildCase()),
  cancelled: buildCase(),
}
const pairs = Outcome.options.flatMap((outcome) => OutcomeReason.options.map((reason) => ({ outcome, reason })))
const forged = (outcome: Outcome, ...reasons: OutcomeReason[]) => both(packet({ outcome, reasons }))(visits[outcome])

/** What the seal and central answer to a pair that does not go together, and to a ground that nothing shows. */
const astray: Record<Outcome, [atSeal: string, atCentral: string, verdict: string]> = {
  approved: ['outcome_not_allowed', 'outcome_not_allowed', 'NOT_VERIFIED'],
  refused: ['reason_not_of_outcome', 'reason_not_of_outcome', 'MANUAL_REVIEW'],
  unverifiable: ['reason_not_of_outcome', 'reason_not_of_outcome', 'MANUAL_REVIEW'],
  cancelled: ['reason_not_of_outcome', 'reason_not_of_outcome', 'MANUAL_REVIEW'],
}
const unshown = ['reason_required', 'refusal_ungrounded', 'MANUAL_REVIEW'] as const

test.each(pairs)('$outcome for $reason', ({ outcome, reason }) => {
  const may = stories[outcome].reasons.includes(reason)
  const found = forged(outcome, reason)
  const { verdict, reasons, application } = judged(found)
  expect(application === 'refused').toBe(outcome === 'refused' && reason === shown)
  if (may && (outcome !== 'refused' || reason === shown)) {
    expect(whySealRefuses(found)).toBeNull()
    return expect([verdict, reasons]).toEqual([outcome === 'refused' ? 'REJECTED' : 'NOT_VERIFIED', [reason]])
  }
  const expected = may ? unshown : astray[outcome]
  expect([whySealRefuses(found), reasons[0], verdict]).toEqual([...expected])
})

test('a ground that is shown brings no other along', () => {
  const two = forged('refused', shown, 'person_not_holder')
  expect(whySealRefuses(two)).toBe('reason_required')
  expect(judged(two)).toMatchObject({ verdict: 'MANUAL_REVIEW', application: 'unchanged' })
})
