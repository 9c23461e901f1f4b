import { describe, expect, test } from 'vitest'
import { Outcome, OutcomeReason } from '../contract/decision.ts'
import { whyNot, type Judgement } from './judge.ts'
import { offerReasons } from './offered-reasons.ts'
import { mayCarry } from './visit-story.ts'

/** Every reason, with the outcomes that may carry it: written down here once more, by hand. */
const carriers: Record<OutcomeReason, Outcome[]> = {
  document_expired: ['refused'],
  document_not_accepted: ['refused'],
  permit_too_short: ['refused'],
  citizen_underage: ['refused'],
  address_not_french: ['refused'],
  declared_differs: ['refused'],
  document_suspected_forged: ['refused', 'unverifiable'],
  chip_not_genuine: ['refused', 'unverifiable'],
  chip_copied: ['refused', 'unverifiable'],
  chip_unreadable: ['unverifiable'],
  reader_unavailable: ['unverifiable'],
  person_not_holder: ['refused'],
  person_undetermined: ['unverifiable'],
  document_reported_lost_or_stolen: [],
  capture_failed: ['unverifiable'],
  print_unreadable: ['unverifiable'],
  consent_withdrawn: ['cancelled'],
  citizen_left: ['unverifiable', 'cancelled'],
  wrong_application: ['cancelled'],
  operator_conflict: ['cancelled'],
}
/** A case in which every outcome is possible and every ground is shown. */
const anything = { allowed: Outcome.options, blockers: [], grounds: OutcomeReason.options } as unknown as Judgement

const pairs = Outcome.options.flatMap((outcome) => OutcomeReason.options.map((reason) => ({ outcome, reason })))

describe.each(pairs)('$outcome for $reason', ({ outcome, reason }) => {
  const may = carriers[reason].includes(outcome)
  test(may ? 'may be given' : 'is refused', () => {
    expect(mayCarry(outcome, [reason])).toBe(may)
    const refused = outcome === 'approved' ? 'outcome_not_allowed' : 'reason_not_of_outcome'
    expect(whyNot(anything, outcome, [reason])).toBe(may ? null : refused)
  })
  test(may ? 'is offered where it is shown' : 'is not offered', () =>
    expect(offerReasons(OutcomeReason.options)[outcome].includes(reason)).toBe(may),
  )
  test('is not carried along by one that fits', () => {
    const fitting = OutcomeReason.options.find((one) => carriers[one].includes(outcome))
    if (fitting !== undefined) expect(mayCarry(outcome, [fitting, reason])).toBe(may)
    else expect(may).toBe(false)
  })
})

test('a refusal names no ground beside the ones that the facts show', () => {
  const shown = { ...anything, grounds: ['declared_differs'] } as Judgement
  expect(whyNot(shown, 'refused', ['declared_differs'])).toBeNull()
  expect(whyNot(shown, 'refused', ['declared_differs', 'person_not_holder'])).toBe('reason_required')
})
