import { describe, expect, test } from 'vitest'
import { OutcomeReason } from '../contract/decision.ts'
import type { Override } from '../contract/decision.ts'
import type { DocumentIdentity } from '../contract/identity.ts'
import { defaultPolicy } from '../contract/policy.ts'
import type { Facts } from './facts.ts'
import { examine } from './findings.ts'
import { blockingGates, gates } from './gates.ts'
import { isOverrideReasoned, overrideReasons } from './release.ts'
import { judge as judgeFacts, whyNot } from './judge.ts'
import { identityOfReading } from './identity.ts'
import { factsOfSession } from './session/facts.ts'
import { atDecision, check, declared, oldCardReading, permitReading, withCheck } from './testing/made-up.ts'

const flawless = factsOfSession(atDecision())
const judge = (change: Partial<Facts>) => judgeFacts({ ...flawless, ...change })
const read = flawless.chipReads[0]!
const mrz = flawless.mrz!
/** What the chip says otherwise; the print goes with it. */
const saying = (change: Partial<DocumentIdentity>): Partial<Facts> => ({
  mrz: { ...mrz, ...change },
  chipReads: [{ ...read, identity: { ...read.identity!, ...change } }],
})
const checked = (...reads: Facts['chipReads'][number]['checks'][]): Partial<Facts> => ({
  chipReads: reads.map((checks) => ({ ...read, checks })),
})
/** As a chip whose proof of itself waits for its issuer. */
const openChain = (reason: string) =>
  withCheck(check('chain', 'not_possible', reason)).map((one) =>
    one.name === 'active_authentication' ? check(one.name, 'not_possible', 'data_not_authentic') : one,
  )
const declaring = (change: Partial<typeof declared>): Partial<Facts> => ({ declared: { ...declared, ...change } })
const unread: Partial<Facts> = { chipReads: [], printed: [{ field: 'birth_place', answer: 'same' }] }
const answers = (...given: ('present' | 'absent' | 'cannot_tell' | null)[]): Partial<Facts> => ({
  inspection: given.map((answer, at) => ({ featureId: flawless.inspection[at]!.featureId, answer })),
})
const seen = (...ids: string[]) => ids.map((featureId) => ({ featureId, answer: 'present' as const }))
const oldCard: Partial<Facts> = {
  documentType: 'cni_1995',
  mrz: identityOfReading(oldCardReading),
  chipReads: [],
  inspection: seen('cni_film_whole', 'cni_film_shifts', 'cni_fine_lines'),
  declared: { ...declared, documentType: 'cni_1995', documentNumber: '120597401234' },
  printed: (['given_names', 'birth_place'] as const).map((field) => ({ field, answer: 'same' })),
}
const permit: Partial<Facts> = {
  documentType: 'residence_permit',
  mrz: identityOfReading(permitReading),
  chipReads: [{ ...read, identity: { ...read.identity!, nationality: 'MAR' } }],
  inspection: seen('permit_photo_in_card', 'permit_relief', 'permit_fine_lines'),
  declared: { ...declared, documentType: 'residence_permit', nationality: 'MAR' },
}

const twoFail = withCheck(check('mrz_agrees', 'failed', 'x')).map((it) =>
  it.name === 'hashes' ? check('hashes', 'failed', 'x') : it,
)
const copied = withCheck(check('active_authentication', 'failed', 'x'))
const genuine = withCheck(check('access'))

type Row = [Partial<Facts>, blockers: string[], allowed: string, reasons: string[], overridable?: string[]]
const rows: Row[] = [
  [{}, [], 'ac', []],
  [oldCard, [], 'ac', []],
  [permit, [], 'ac', []],
  [{ involvedOperators: ['x', 'claude.martin'] }, ['self_verification'], 'c', ['operator_conflict']],
  [{ involvedOperators: ['CLAUDE\u200b.martin'] }, ['self_verification'], 'c', ['operator_conflict']],
  [{ trainedUntil: '2026-06-15' }, ['operator_training_expired'], 'c', []],
  [{ trainedUntil: '2026-06-16' }, [], 'ac', []],
  [{ consent: null }, ['consent_missing'], 'c', ['consent_withdrawn']],
  [{ consent: { ...flawless.consent!, textVersion: '' } }, ['consent_missing'], 'c', ['consent_withdrawn']],
  [{ consent: { ...flawless.consent!, textVersion: '2031-01' } }, ['consent_missing'], 'c', ['consent_withdrawn']],
  [
    declaring({ address: { ...declared.address, country: 'BEL' } }),
    ['address_not_french'],
    'Rc',
    ['address_not_french'],
  ],
  [{ captureExhausted: true }, ['capture_attempts_exhausted'], 'uc', ['capture_failed']],
  [
    { ...declaring({ documentType: 'other' }), documentType: 'other', inspection: [], chipReads: [], judgement: null },
    ['document_not_accepted'],
    'Rc',
    ['document_not_accepted'],
  ],
  [saying({ expiryDate: '2026-06-15' }), [], 'ac', []],
  [saying({ expiryDate: '2026-06-14' }), ['document_expired'], 'Rc', ['document_expired']],
  [saying({ expiryDate: null }), ['document_expired'], 'Rc', ['document_expired']],
  [saying({ expiryDate: '2036-06-15' }), [], 'ac', []],
  [saying({ expiryDate: '2036-06-16' }), ['document_dates_impossible'], 'Rc', ['document_suspected_forged']],
  [saying({ issueDate: '2026-06-16' }), ['document_dates_impossible'], 'Rc', ['document_suspected_forged']],
  [saying({ issueDate: '1984-01-01' }), ['document_dates_impossible'], 'Rc', ['document_suspected_forged']],
  [
    saying({ issueDate: '2026-06-01', expiryDate: '2026-05-31' }),
    ['document_dates_impossible'],
    'Rc',
    ['document_suspected_forged'],
  ],
  [
    { ...oldCard, mrz: { ...oldCard.mrz!, issueDate: '2022-01' } },
    ['document_dates_impossible'],
    'Rc',
    ['document_suspected_forged'],
  ],
  [
    { ...oldCard, mrz: { ...oldCard.mrz!, issueDate: '2026-07' } },
    ['document_dates_impossible'],
    'Rc',
    ['document_suspected_forged'],
  ],
  [{ ...oldCard, mrz: { ...oldCard.mrz!, issueDate: '2021-12' } }, [], 'ac', []],
  [
    { ...saying({ birthDate: '2008-06-16' }), ...declaring({ birthDate: '2008-06-16' }) },
    ['citizen_underage'],
    'Rc',
    ['citizen_underage'],
  ],
  [{ ...saying({ birthDate: '2008-06-15' }), ...declaring({ birthDate: '2008-06-15' }) }, [], 'ac', []],
  // fifteen or a hundred and fifteen: the print tells, and declaring it does not
  [
    { ...saying({ birthDate: '2011-03-07' }), ...declaring({ birthDate: '1911-03-07' }) },
    ['print_not_compared'],
    'c',
    [],
  ],
  [
    {
      ...saying({ birthDate: '2011-03-07' }),
      ...declaring({ birthDate: '1911-03-07' }),
      printed: [{ field: 'birth_date', answer: 'cannot_tell' }],
    },
    ['print_unreadable'],
    'uc',
    ['print_unreadable'],
  ],
  [
    {
      ...saying({ birthDate: '2011-03-07' }),
      ...declaring({ birthDate: '1911-03-07' }),
      printed: [{ field: 'birth_date', answer: 'same' }],
    },
    [],
    'ac',
    [],
  ],
  [checked([]), ['chip_not_genuine'], 'uc', ['chip_unreadable']],
  // nothing speaks against the document: neither refusal nor approval
  [{ ...unread, ...checked(openChain('trust_empty')) }, ['chip_not_verifiable_here'], 'uc', ['chip_unreadable']],
  [{ ...unread, ...checked(openChain('csca_missing')) }, [], 'ac', []],
  [{ ...unread, ...checked(openChain('trust_outdated')) }, [], 'ac', []],
  [
    { ...unread, ...checked(openChain('csca_missing')), policy: { ...flawless.policy, deferChain: false } },
    ['chip_issuer_missing'],
    'uc',
    ['chip_unreadable'],
  ],
  // anchors that came meanwhile count; a verdict against the chip does not go away
  [checked(openChain('trust_empty'), genuine), [], 'ac', []],
  [{ ...unread, ...checked(copied, openChain('csca_missing')) }, ['chip_not_genuine'], 'Ruc', ['chip_copied']],
  [
    { ...unread, ...checked(withCheck(check('hashes', 'failed', 'x'))) },
    ['chip_not_genuine'],
    'Ruc',
    ['chip_not_genuine'],
  ],
  [{ ...unread, ...checked(copied) }, ['chip_not_genuine'], 'Ruc', ['chip_copied']],
  // a verdict once given stays
  [{ ...unread, ...checked(copied, genuine) }, ['chip_not_genuine'], 'Ruc', ['chip_copied']],
  [
    { ...unread, ...checked(genuine, withCheck(check('mrz_agrees', 'failed', 'x'))) },
    ['chip_not_genuine'],
    'Ruc',
    ['document_suspected_forged'],
  ],
  [{ ...unread, ...checked(twoFail) }, ['chip_not_genuine'], 'Ruc', ['chip_not_genuine']],
  [unread, ['chip_required'], 'uc', ['chip_unreadable'], ['chip_required']],
  [
    { ...unread, chipUnavailable: 'reader_defective' },
    ['chip_required'],
    'uc',
    ['reader_unavailable'],
    ['chip_required'],
  ],
  [{ ...unread, chipUnavailable: 'chip_defective' }, ['chip_required'], 'uc', ['chip_unreadable'], ['chip_required']],
  [{ ...unread, printed: [] }, ['chip_required', 'print_not_compared'], 'uc', ['chip_unreadable']],
  [
    { ...unread, printed: [{ field: 'birth_place', answer: 'differs' }] },
    ['chip_required', 'match_failed'],
    'Ruc',
    ['chip_unreadable', 'declared_differs'],
  ],
  [declaring({ documentType: 'cnie' }), ['document_type_mismatch'], 'Rc', ['declared_differs']],
  [declaring({ birthName: 'Durand' }), ['match_failed'], 'Rc', ['declared_differs']],
  [declaring({ documentNumber: '21AB12346' }), ['match_failed'], 'Rc', ['declared_differs']],
  [declaring({ birthDate: '1785-03-07' }), ['match_failed'], 'Rc', ['declared_differs']],
  [{ comparisonConfirmed: false }, ['session_incomplete'], 'c', []],
  [{ declared: null }, ['session_incomplete'], 'c', []],
  [{ mrzBroken: true }, ['session_incomplete'], 'c', []],
  [answers('present', 'present', null), ['inspection_incomplete'], 'c', []],
  [{ inspection: [] }, ['inspection_incomplete'], 'c', []],
  // three different features of this document, the fixed one among them
  [
    { inspection: seen('passport_photo_in_page', 'passport_photo_in_page', 'passport_photo_in_page') },
    ['inspection_incomplete'],
    'c',
    [],
  ],
  [
    { inspection: seen('passport_film_shifts', 'passport_watermark', 'passport_fine_lines') },
    ['inspection_incomplete'],
    'c',
    [],
  ],
  [
    { inspection: seen('passport_photo_in_page', 'cnie_relief', 'cnie_fine_lines') },
    ['inspection_incomplete'],
    'c',
    [],
  ],
  [{ inspection: seen('passport_photo_in_page', 'hologram', 'laser') }, ['inspection_incomplete'], 'c', []],
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
    'uc',
    ['print_unreadable'],
    ['inspection_failed'],
  ],
  [{ judgement: 'different' }, ['person_different'], 'Rc', ['person_not_holder']],
  [{ differing: ['ears'] }, ['person_contradiction'], 'uc', ['person_undetermined']],
  [{ judgement: 'undetermined' }, ['person_unconfirmed'], 'uc', ['person_undetermined'], ['person_unconfirmed']],
  // nobody looked: there is nothing yet that a manager could release
  [{ judgement: null }, ['person_unconfirmed'], 'uc', ['person_undetermined']],
  // two at once: reasons once each, no manager where approval is lost or work is left
  [
    { ...declaring({ birthName: 'Durand' }), judgement: 'undetermined' },
    ['match_failed', 'person_unconfirmed'],
    'Ruc',
    ['declared_differs', 'person_undetermined'],
  ],
  [
    declaring({ birthName: 'Durand', documentType: 'cnie' }),
    ['document_type_mismatch', 'match_failed'],
    'Rc',
    ['declared_differs'],
  ],
  [
    { ...answers('present', null, null), judgement: 'undetermined' },
    ['inspection_incomplete', 'person_unconfirmed'],
    'uc',
    ['person_undetermined'],
  ],
  [
    { ...unread, judgement: 'undetermined' },
    ['chip_required', 'person_unconfirmed'],
    'uc',
    ['chip_unreadable', 'person_undetermined'],
    ['chip_required', 'person_unconfirmed'],
  ],
  [
    { trainedUntil: '2021-01-01', judgement: 'undetermined' },
    ['operator_training_expired', 'person_unconfirmed'],
    'c',
    ['person_undetermined'],
  ],
  // a lost case is not inspected, and that is no blocker
  [
    { ...declaring({ birthName: 'Durand' }), inspection: [], judgement: null },
    ['match_failed'],
    'Rc',
    ['declared_differs'],
  ],
  [{ consent: null, inspection: [], judgement: null }, ['consent_missing'], 'c', ['consent_withdrawn']],
  // what only the print tells
  [
    {
      ...permit,
      chipReads: [
        { ...read, identity: { ...read.identity!, nationality: 'MAR', issueDate: null, expiryDate: '2027-01-01' } },
      ],
      inspection: [{ featureId: 'permit_length_printed', answer: 'absent' }, ...permit.inspection!],
    },
    ['permit_too_short'],
    'Rc',
    ['permit_too_short'],
  ],
  [
    {
      ...permit,
      chipReads: [
        { ...read, identity: { ...read.identity!, nationality: 'MAR', issueDate: null, expiryDate: '2025-01-01' } },
      ],
    },
    ['document_expired', 'inspection_incomplete'],
    'Rc',
    ['document_expired'],
  ],
  [
    {
      ...permit,
      chipReads: [
        { ...read, identity: { ...read.identity!, nationality: 'MAR', issueDate: null, expiryDate: '2027-01-01' } },
      ],
      inspection: [{ featureId: 'permit_length_printed', answer: 'cannot_tell' }, ...permit.inspection!],
    },
    ['print_dates_unreadable'],
    'uc',
    ['print_unreadable'],
  ],
]
const letters = { a: 'approved', R: 'refused', u: 'unverifiable', c: 'cancelled' } as const

describe('gates', () => {
  test.each(rows)('%o: %o', (change, blockers, allowed, suggestedReasons, overridable = []) => {
    const outcomes = [...allowed].map((letter) => letters[letter as 'a'])
    expect(judge(change)).toMatchObject({ allowed: outcomes, blockers, suggestedReasons, overridable })
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
      const second = 'judgement' in change || 'differing' in change ? unread : { judgement: 'undetermined' as const }
      expect(judge(second).overridable).toHaveLength(1)
      expect(judge({ ...change, ...second }).overridable).toEqual([])
    },
  )

  test('stand in the order of the journey', () => {
    expect(gates.map(({ step }) => step)).toEqual([
      ...Array(4).fill('application'),
      ...Array(6).fill('document'),
      ...Array(4).fill('chip'),
      ...Array(5).fill('comparison'),
      ...Array(3).fill('inspection'),
      ...Array(3).fill('person'),
    ])
    expect(blockingGates(examine(flawless))).toEqual([])
  })
})

describe('an open rule', () => {
  const short = { ...read.identity!, nationality: 'MAR', issueDate: null, expiryDate: '2030-12-31' }
  const open = { ...permit, chipReads: [{ ...read, identity: short }] }
  const settled = (answer: 'present' | 'absent' | 'cannot_tell' | null) => [
    { featureId: 'permit_length_printed', answer },
    ...permit.inspection!,
  ]

  test('passes with a clear yes only', () => {
    expect(judge({ ...open, inspection: settled('present') }).blockers).toEqual([])
    expect(judge({ ...open, inspection: settled('absent') }).blockers).toEqual(['permit_too_short'])
    expect(judge({ ...open, inspection: settled('cannot_tell') }).blockers).toEqual(['print_dates_unreadable'])
    expect(judge({ ...open, inspection: settled(null) }).blockers).toEqual(['inspection_incomplete'])
    expect(judge(open).blockers).toEqual(['inspection_incomplete'])
  })
})

describe('a release', () => {
  const given: Pick<Override, 'gate' | 'managerId' | 'reason' | 'text'> = {
    gate: 'chip_required',
    managerId: 'andrea',
    reason: 'chip_defective',
    text: 'puce muette',
  }
  const released = (change: Partial<typeof given>, facts: Partial<Facts> = {}) =>
    judge({ ...unread, overrides: [{ ...given, ...change }], ...facts }).blockers.length === 0

  test('opens its gate', () => expect(released({})).toBe(true))
  test.each([
    { gate: 'inspection_failed' },
    { managerId: 'claude.martin' },
    { managerId: 'claude. Martin' },
    { reason: 'inspection_wear' },
    { text: 'muette 12 ' },
    { text: '\u200b'.repeat(10) },
    { text: '..........' },
    { text: 'aaaaaaaaaaaa' },
    { text: '\u3164'.repeat(12) },
    { managerId: 'claude\u200b.martin' },
  ] as Partial<typeof given>[])('with %o does not', (change) => expect(released(change)).toBe(false))
  test('by somebody involved does not, nor against the policy, nor of a fault', () => {
    expect(released({}, { involvedOperators: ['Andrea'] })).toBe(false)
    expect(released({}, { policy: { ...defaultPolicy, overrideAllowed: false } })).toBe(false)
    expect(
      judge({ judgement: 'different', overrides: [{ ...given, gate: 'person_different' as 'chip_required' }] })
        .blockers,
    ).toEqual(['person_different'])
    expect(judge({ ...unread, policy: { ...defaultPolicy, overrideAllowed: false } }).overridable).toEqual([])
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

describe('an outcome', () => {
  const cases: [Partial<Facts>, Parameters<typeof whyNot>[1], OutcomeReason[], string | null][] = [
    [{}, 'approved', [], null],
    [{}, 'approved', ['citizen_left'], 'outcome_not_allowed'],
    [{}, 'cancelled', [], null],
    [{ consent: null }, 'approved', [], 'consent_missing'],
    [{ consent: null }, 'cancelled', ['consent_withdrawn'], null],
    // a flawless document is not closed for good, whatever is said of it
    [{}, 'refused', ['citizen_underage'], 'outcome_not_allowed'],
    [{}, 'refused', ['document_suspected_forged'], 'outcome_not_allowed'],
    [{}, 'unverifiable', ['chip_unreadable'], 'outcome_not_allowed'],
    [declaring({ birthName: 'Durand' }), 'refused', ['declared_differs'], null],
    [declaring({ birthName: 'Durand' }), 'refused', ['citizen_underage'], 'reason_required'],
    [declaring({ birthName: 'Durand' }), 'refused', [], 'reason_required'],
    [declaring({ birthName: 'Durand' }), 'refused', ['declared_differs', 'citizen_left'], 'reason_not_of_outcome'],
    [declaring({ birthName: 'Durand' }), 'unverifiable', ['declared_differs'], 'match_failed'],
    [{ judgement: 'undetermined' }, 'refused', ['person_not_holder'], 'reason_required'],
    [{ judgement: 'undetermined' }, 'unverifiable', ['person_undetermined'], null],
    [{ judgement: 'undetermined' }, 'unverifiable', [], 'reason_required'],
    [{ involvedOperators: ['claude.martin'] }, 'refused', ['declared_differs'], 'self_verification'],
  ]
  test.each(cases)('%o %s %o: %s', (change, outcome, reasons, code) =>
    expect(whyNot(judge(change), outcome, reasons)).toBe(code),
  )

  test('of refusal rests on what speaks against the case, not on what could not be checked', () => {
    const shown = new Set(rows.flatMap(([change]) => judge(change).grounds))
    const checkedOnly = [
      'capture_failed',
      'print_unreadable',
      'chip_unreadable',
      'reader_unavailable',
      'person_undetermined',
    ]
    for (const reason of checkedOnly) expect(shown).not.toContain(reason)
    expect([...shown].every((reason) => OutcomeReason.options.includes(reason))).toBe(true)
  })
})
