import { describe, expect, test } from 'vitest'
import { OutcomeReason } from '../contract/decision.ts'
import type { Override } from '../contract/decision.ts'
import { defaultPolicy } from '../contract/policy.ts'
import type { DecisionFacts } from './decision-facts.ts'
import { blockingGates, gates, isOverrideReasoned, isRefusalGrounded, judgeDecision, overrideReasons } from './gates.ts'
import { factsOf } from './session/facts.ts'
import { atDecision, check, withCheck } from './testing/made-up.ts'

const flawless = factsOf(atDecision())
const judge = (change: Partial<DecisionFacts>) => judgeDecision({ ...flawless, ...change })
const eligibility = (rule: string, verdict: string): Partial<DecisionFacts> => ({
  eligibility: flawless.eligibility.map((it) => (it.rule === rule ? { ...it, verdict: verdict as 'failed' } : it)),
})
const differing = (field: string): Partial<DecisionFacts> => ({
  fields: flawless.fields.map((it) => (it.field === field ? { ...it, class: 'different' } : it)),
})
const answers = (...given: ('present' | 'absent' | 'cannot_tell' | null)[]): Partial<DecisionFacts> => ({
  inspection: given.map((answer, at) => ({ featureId: flawless.inspection[at]!.featureId, answer })),
})

const twoFail = withCheck(check('mrz_agrees', 'failed', 'x')).map((it) =>
  it.name === 'hashes' ? check('hashes', 'failed', 'x') : it,
)

type Row = [Partial<DecisionFacts>, blockers: string[], allowed: string, reasons: string[], overridable?: string[]]
const rows: Row[] = [
  [{}, [], 'aRc', []],
  [{ involvedOperators: ['x', 'claude.martin'] }, ['self_verification'], 'c', ['operator_conflict']],
  [{ trainedOn: '2025-06-15' }, ['operator_training_expired'], 'c', []],
  [{ trainedOn: '2025-06-16' }, [], 'aRc', []],
  [{ consented: false }, ['consent_missing'], 'c', ['consent_withdrawn']],
  [{ addressCountry: 'BEL' }, ['address_not_french'], 'Rc', ['address_not_french']],
  [{ captureExhausted: true }, ['capture_attempts_exhausted'], 'Ruc', ['capture_failed']],
  [eligibility('document_accepted', 'failed'), ['document_not_accepted'], 'Rc', ['document_not_accepted']],
  [eligibility('document_valid', 'failed'), ['document_expired'], 'Rc', ['document_expired']],
  [eligibility('adult', 'failed'), ['citizen_underage'], 'Rc', ['citizen_underage']],
  [eligibility('permit_length', 'failed'), ['permit_too_short'], 'Rc', ['permit_too_short']],
  [eligibility('lost_stolen', 'deferred'), [], 'aRc', []],
  [{ chipChecks: [] }, ['chip_not_genuine'], 'Ruc', ['chip_unreadable']],
  [{ chipChecks: withCheck(check('hashes', 'failed', 'x')) }, ['chip_not_genuine'], 'Ruc', ['chip_not_genuine']],
  [
    { chipChecks: withCheck(check('active_authentication', 'failed', 'x')) },
    ['chip_not_genuine'],
    'Ruc',
    ['chip_copied'],
  ],
  [
    { chipChecks: withCheck(check('mrz_agrees', 'failed', 'x')) },
    ['chip_not_genuine'],
    'Ruc',
    ['document_suspected_forged'],
  ],
  [{ chipChecks: twoFail }, ['chip_not_genuine'], 'Ruc', ['chip_not_genuine']],
  [{ chipRead: false }, ['chip_required'], 'Ruc', ['chip_unreadable'], ['chip_required']],
  [
    { chipRead: false, chipUnavailable: 'reader_defective' },
    ['chip_required'],
    'Ruc',
    ['reader_unavailable'],
    ['chip_required'],
  ],
  [
    { chipRead: false, chipUnavailable: 'chip_defective' },
    ['chip_required'],
    'Ruc',
    ['chip_unreadable'],
    ['chip_required'],
  ],
  [{ chipRead: false, documentType: 'cni_1995' }, [], 'aRc', []],
  [differing('document_type'), ['document_type_mismatch'], 'Rc', ['declared_differs']],
  [differing('surname'), ['match_failed'], 'Rc', ['declared_differs']],
  [differing('document_number'), ['match_failed'], 'Rc', ['declared_differs']],
  [{ comparisonConfirmed: false }, ['session_incomplete'], 'Rc', []],
  [{ documentType: null }, ['session_incomplete'], 'Rc', []],
  [answers('present', 'present', null), ['inspection_incomplete'], 'Rc', []],
  [{ inspection: [] }, ['inspection_incomplete'], 'Rc', []],
  [
    answers('present', 'present', 'absent'),
    ['inspection_failed'],
    'Ruc',
    ['document_suspected_forged'],
    ['inspection_failed'],
  ],
  [
    answers('present', 'present', 'cannot_tell'),
    ['inspection_failed'],
    'Ruc',
    ['document_suspected_forged'],
    ['inspection_failed'],
  ],
  [{ judgement: 'different' }, ['person_different'], 'Rc', ['person_not_holder']],
  [{ judgement: 'undetermined' }, ['person_unconfirmed'], 'Ruc', ['person_undetermined'], ['person_unconfirmed']],
  [{ judgement: null }, ['person_unconfirmed'], 'Ruc', ['person_undetermined'], ['person_unconfirmed']],
  // two at once: reasons once each, no manager where approval is lost or work is left
  [
    { ...differing('surname'), judgement: 'undetermined' },
    ['match_failed', 'person_unconfirmed'],
    'Ruc',
    ['declared_differs', 'person_undetermined'],
  ],
  [
    { fields: [...differing('surname').fields!, ...differing('document_type').fields!] },
    ['document_type_mismatch', 'match_failed'],
    'Rc',
    ['declared_differs'],
  ],
  [
    { ...answers('present', null, null), judgement: 'undetermined' },
    ['inspection_incomplete', 'person_unconfirmed'],
    'Ruc',
    ['person_undetermined'],
  ],
  [
    { chipRead: false, judgement: 'undetermined' },
    ['chip_required', 'person_unconfirmed'],
    'Ruc',
    ['chip_unreadable', 'person_undetermined'],
    ['chip_required', 'person_unconfirmed'],
  ],
  [
    { trainedOn: '2020-01-01', judgement: 'undetermined' },
    ['operator_training_expired', 'person_unconfirmed'],
    'c',
    ['person_undetermined'],
  ],
  // a lost case is not inspected, and that is no blocker
  [{ ...differing('surname'), inspection: [], judgement: null }, ['match_failed'], 'Rc', ['declared_differs']],
  [{ consented: false, inspection: [], judgement: null }, ['consent_missing'], 'c', ['consent_withdrawn']],
]
const letters = { a: 'approved', R: 'refused', u: 'unverifiable', c: 'cancelled' } as const

describe('gates', () => {
  test.each(rows)('%o: %o', (change, blockers, allowed, suggestedReasons, overridable = []) => {
    const outcomes = [...allowed].map((letter) => letters[letter as 'a'])
    expect(judge(change)).toEqual({ allowed: outcomes, blockers, suggestedReasons, overridable })
  })

  test('each trips in one of these rows', () => {
    const tripped = new Set(rows.flatMap(([, blockers]) => blockers))
    expect([...tripped].sort()).toEqual(gates.map(({ code }) => code).sort())
  })

  const releasable = ['chip_required', 'inspection_failed', 'person_unconfirmed']
  const alone = rows.filter(([, [code, ...more]]) => code !== undefined && more.length === 0)
  test.each(alone.filter(([, [code]]) => !releasable.includes(code!)))(
    'no manager is called for anything while %o stands',
    (change) => {
      const second = 'judgement' in change ? { chipRead: false } : { judgement: 'undetermined' as const }
      expect(judge(second).overridable).toHaveLength(1)
      expect(judge({ ...change, ...second }).overridable).toEqual([])
    },
  )

  test('stand in the order of the journey', () => {
    expect(gates.map(({ step }) => step)).toEqual([
      ...Array(4).fill('application'),
      ...Array(5).fill('document'),
      ...Array(2).fill('chip'),
      ...Array(3).fill('comparison'),
      ...Array(2).fill('inspection'),
      ...Array(2).fill('person'),
    ])
    expect(blockingGates(flawless)).toEqual([])
  })
})

describe('an open rule', () => {
  const open = { ...eligibility('permit_length', 'deferred'), documentType: 'residence_permit' } as const
  const seen = ['permit_photo_in_card', 'permit_relief', 'permit_fine_lines'].map((featureId) => ({
    featureId,
    answer: 'present' as const,
  }))
  const settled = (answer: 'present' | 'absent' | 'cannot_tell' | null) => [
    { featureId: 'permit_length_printed', answer },
    ...seen,
  ]

  test('passes with a clear yes only', () => {
    expect(judge({ ...open, inspection: settled('present') }).blockers).toEqual([])
    expect(judge({ ...open, inspection: settled('absent') }).blockers).toEqual(['permit_too_short'])
    expect(judge({ ...open, inspection: settled('cannot_tell') }).blockers).toEqual(['permit_too_short'])
    expect(judge({ ...open, inspection: settled(null) }).blockers).toEqual(['inspection_incomplete'])
    expect(judge({ ...open, inspection: seen }).blockers).toEqual(['inspection_incomplete'])
  })

  test('is settled by its own question', () => {
    const other = { ...open, ...eligibility('document_valid', 'deferred') }
    expect(judge({ ...other, inspection: settled('absent') }).blockers).toEqual([])
  })
})

describe('a release', () => {
  const given: Pick<Override, 'gate' | 'managerId' | 'reason' | 'text'> = {
    gate: 'chip_required',
    managerId: 'andrea',
    reason: 'chip_defective',
    text: '1234567890',
  }
  const released = (change: Partial<typeof given>, facts: Partial<DecisionFacts> = {}) =>
    judge({ chipRead: false, overrides: [{ ...given, ...change }], ...facts }).blockers.length === 0

  test('opens its gate', () => expect(released({})).toBe(true))
  test.each([
    { gate: 'inspection_failed' },
    { managerId: 'claude.martin' },
    { managerId: 'claude. Martin' },
    { reason: 'inspection_wear' },
    { text: '123456789 ' },
  ] as Partial<typeof given>[])('with %o does not', (change) => expect(released(change)).toBe(false))
  test('by somebody involved does not, nor against the policy, nor of a fault', () => {
    expect(released({}, { involvedOperators: ['Andrea'] })).toBe(false)
    expect(released({}, { policy: { ...defaultPolicy, overrideAllowed: false } })).toBe(false)
    expect(
      judge({ judgement: 'different', overrides: [{ ...given, gate: 'person_different' as 'chip_required' }] })
        .blockers,
    ).toEqual(['person_different'])
    expect(judge({ chipRead: false, policy: { ...defaultPolicy, overrideAllowed: false } }).overridable).toEqual([])
  })

  test('gives a reason of its gate', () => {
    expect(overrideReasons).toEqual({
      chip_required: ['chip_defective', 'reader_defective', 'other'],
      inspection_failed: ['inspection_wear', 'other'],
      person_unconfirmed: ['portrait_unlike_illness', 'portrait_unlike_age', 'other'],
    })
    expect(isOverrideReasoned(given)).toBe(true)
    expect(isOverrideReasoned({ ...given, reason: 'portrait_unlike_age' })).toBe(false)
  })
})

test('a refusal rests on a ground', () => {
  const grounds = OutcomeReason.options.filter((reason) => isRefusalGrounded([reason]))
  expect(grounds).toEqual([
    'document_expired',
    'document_not_accepted',
    'permit_too_short',
    'citizen_underage',
    'address_not_french',
    'declared_differs',
    'document_suspected_forged',
    'chip_not_genuine',
    'chip_copied',
    'person_not_holder',
    'document_reported_lost_or_stolen',
  ])
  expect(isRefusalGrounded([])).toBe(false)
})
