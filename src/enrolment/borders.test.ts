import { describe, expect, test } from 'vitest'
import { defaultPolicy } from '../contract/policy.ts'
import { showsOriginality } from './chip-evidence.ts'
import { isCalendarDate } from './dates.ts'
import { checkEligibility } from './eligibility.ts'
import { examine } from './findings.ts'
import { isOverrideReasoned } from './release.ts'
import { judge } from './judge.ts'
import { identityOfReading, isCenturyOpen, isLifetime, isTooOld, resolveCentury } from './identity.ts'
import { localDay, localHour, localTime } from './local-day.ts'
import { isRosterOld } from './roster-age.ts'
import { releasesChip } from './reviews.ts'
import { factsOfSession } from './session/facts.ts'
import { atDecision, check, oldCardReading, passportReading, today } from './testing/made-up.ts'
import { judgeValidity } from './validity.ts'
import { documentTypes } from '../contract/documents.ts'
import { isHeld } from './visit-story.ts'

// Each limit of the rules: the last value on its one side beside the first on the other.
const flawless = factsOfSession(atDecision())
const codes = (change: Partial<typeof flawless>) => judge({ ...flawless, ...change }).blockers

describe('dates', () => {
  test.each([
    ['1985', true],
    ['1985-01', true],
    ['1985-12', true],
    ['1985-00', false],
    ['1985-13', false],
    ['1985-01-01', true],
    ['1985-01-00', false],
    ['1985-01-31', true],
    ['1985-01-32', false],
    ['1985-02-29', false],
    ['1984-02-29', true],
    ['1985-13-01', false],
  ])('%s is in the calendar: %s', (date, is) => expect(isCalendarDate(date)).toBe(is))

  test.each([
    ['1903-06-15', true],
    ['1903-06-16', false],
    ['1903-06', false],
    ['1903-05', true],
  ])('who was born on %s would be older than anybody: %s', (date, is) => expect(isTooOld(date, today)).toBe(is))

  test.each([
    ['2026-06-15', true],
    ['2026-06-16', false],
    ['2026-06', true],
    ['1903-06-16', true],
    ['1903-06-15', false],
    ['1985-02-30', false],
  ])('somebody born on %s may be alive: %s', (date, is) => expect(isLifetime(date, today)).toBe(is))

  test.each([
    ['2026-06-15', true],
    ['2026-06-16', false],
    ['2003-06-16', true],
    ['2003-06-15', false],
  ])('two digits of %s may mean a child and somebody a hundred years older: %s', (date, is) =>
    expect(isCenturyOpen(date, today)).toBe(is),
  )

  test('a century is taken from what was declared only where all else agrees', () => {
    expect(resolveCentury('2025-03-07', '1925-03-07', today)).toBe('1925-03-07')
    expect(resolveCentury('2025-03', '1925-03-07', today)).toBe('1925-03')
    expect(resolveCentury('2025-03-07', '1925-03-08', today)).toBe('2025-03-07')
    expect(resolveCentury('2002-03-07', '1902-03-07', today)).toBe('2002-03-07')
    expect([resolveCentury(null, '1925-03-07', today), resolveCentury('2025', null, today)]).toEqual([null, '2025'])
  })

  test('a day, an hour and a time are those of the place, whatever was asked before', () => {
    const at = '2026-06-15T22:30:00.000Z'
    expect([localDay(at, 'Europe/Paris'), localDay(at, 'Pacific/Tahiti')]).toEqual(['2026-06-16', '2026-06-15'])
    expect([localHour(at, 'Europe/Paris'), localTime(at, 'Europe/Paris')]).toEqual([0, '00:30'])
    expect(localTime('2026-06-15T22:31:00.000Z', 'Europe/Paris')).toBe('00:31')
    expect(localTime(new Date('2026-06-15T22:31:59.999Z'), 'Pacific/Noumea')).toBe('09:31')
  })
})

describe('names that an MRZ may have cut', () => {
  const cut = (names: string) =>
    identityOfReading({ ...passportReading, lines: [`P<FRA${names}`.padEnd(44, '<'), passportReading.lines[1]!] })
      .namesTruncated
  test.each([
    ['one short of the end', `${'A'.repeat(20)}<<${'B'.repeat(15)}`, false],
    ['up to where another name would begin', `${'A'.repeat(20)}<<${'B'.repeat(16)}`, true],
    ['to the end', `${'A'.repeat(20)}<<${'B'.repeat(17)}`, true],
    ['a surname alone, with room for two fillers and a letter', 'A'.repeat(36), false],
    ['a surname alone, with no such room', 'A'.repeat(37), true],
  ])('%s', (_what, names, is) => expect(cut(names)).toBe(is))
  test('as the reading says of itself', () =>
    expect(identityOfReading({ ...passportReading, truncated: true }).namesTruncated).toBe(true))
  test('on either line of the card of 1995', () => {
    const card = (first: string, second: string) =>
      identityOfReading({
        ...oldCardReading,
        lines: [`IDFRA${first}`.padEnd(30, '<') + '974012', `1205974012349${second}`.padEnd(27, '<') + '8503079F0'],
      }).namesTruncated
    expect(card('LEFEVRE', 'ZOE')).toBe(false)
    expect(card('LEFEVRE', 'MARIE<CLAIRE<A')).toBe(true)
    expect(card('A'.repeat(25), 'ZOE')).toBe(true)
  })
})

describe('gates', () => {
  test('a chip that is proved passes where no chain may be deferred', () =>
    expect(codes({ policy: { ...flawless.policy, deferChain: false } })).toEqual([]))
  test('a feature that differs contradicts nothing where nobody says that it is the same person', () => {
    expect(codes({ judgement: 'undetermined', differing: ['ears'] })).toEqual(['person_unconfirmed'])
    expect(codes({ judgement: 'different', differing: ['ears'] })).toEqual(['person_different'])
  })
  test.each([
    ['abcdeabcde', true],
    ['abcdabcdab', false],
    ['abcdeabcd', false],
    ['aaaaabcdef', true],
    ['aaaaaabcde', false],
    ['abcde12345', false],
  ])('a release for the reason "%s" is explained: %s', (text, is) =>
    expect(isOverrideReasoned({ gate: 'chip_required', reason: 'chip_defective', text })).toBe(is),
  )
  test('a birth year of two digits that may be a child’s is nobody’s age until the print was read', () => {
    const baby = { ...flawless.mrz!, birthDate: '2024-03-07' }
    const declared = { ...flawless.declared!, birthDate: '1924-03-07' }
    const { eligibility } = examine({ ...flawless, declared, mrz: baby, chipReads: [], printed: [] })
    expect(eligibility.find(({ rule }) => rule === 'adult')).toMatchObject({ verdict: 'deferred', facts: {} })
  })
  test('only the release of a chip is one', () => {
    expect(releasesChip({ overrides: [{ gate: 'chip_required' }] })).toBe(true)
    expect(releasesChip({ overrides: [{ gate: 'person_unconfirmed' }] })).toBe(false)
  })
  test('a visit was held unless it was ended', () =>
    expect((['approved', 'refused', 'unverifiable', 'cancelled'] as const).map(isHeld)).toEqual([
      true,
      true,
      true,
      false,
    ]))
})

describe('a permit without a day of expiry', () => {
  test('is too short', () => {
    const identity = { ...flawless.mrz!, expiryDate: null }
    const input = { identity, centuryOpen: false, lostStolenChecked: true, today, policy: defaultPolicy }
    const verdictOf = (documentType: 'residence_permit' | 'passport') =>
      checkEligibility({ ...input, documentType }).find(({ rule }) => rule === 'permit_length')
    expect(verdictOf('residence_permit')).toMatchObject({ verdict: 'failed', reason: 'permit_too_short' })
    expect(verdictOf('passport')).toMatchObject({ verdict: 'not_applicable' })
  })
})

describe('validity', () => {
  const passport = documentTypes.passport.validity
  const dates = { expiryDate: '2030-12-31', issueDate: '2021-01-01', birthDate: '1985-03-07', today }
  test.each([
    ['issued today', { issueDate: today }, 'valid'],
    ['issued tomorrow', { issueDate: '2026-06-16' }, 'impossible'],
    ['issued on the day of birth', { birthDate: '2021-01-01' }, 'valid'],
    ['issued the day before birth', { birthDate: '2021-01-02' }, 'impossible'],
    ['issued in a year of unknown days before birth', { issueDate: '2021', birthDate: '2021-06-01' }, 'valid'],
    ['expired on the day of issue', { issueDate: '2025-01-01', expiryDate: '2025-01-01' }, 'expired'],
    ['expired before the day of issue', { issueDate: '2025-01-02', expiryDate: '2025-01-01' }, 'impossible'],
    ['of a holder older than anybody', { birthDate: '1903-06-15' }, 'impossible'],
    ['of somebody as old as that', { birthDate: '1903-06-16' }, 'valid'],
  ])('a passport %s: %s', (_what, change, verdict) =>
    expect(judgeValidity(passport, { ...dates, ...change }).verdict).toBe(verdict),
  )
  test('says the dates that are impossible, as far as there are any', () => {
    const facts = (change: Partial<typeof dates> | { issueDate: null } | { expiryDate: null }) =>
      judgeValidity(passport, { ...dates, birthDate: '1900-01-01', ...change }).facts
    expect(facts({})).toEqual({ issued: '2021-01-01', validUntil: '2030-12-31' })
    expect([facts({ issueDate: null }), facts({ expiryDate: null })]).toEqual([
      { validUntil: '2030-12-31' },
      { issued: '2021-01-01' },
    ])
  })
})

describe('what a station knows of its people and chips', () => {
  test.each([
    [null, true],
    ['2026-06-12T10:00:00.000Z', false],
    ['2026-06-12T09:59:59.999Z', true],
    ['2027-06-15T10:00:00.000Z', false],
  ])('a roster of %s is old: %s', (asOf, is) =>
    expect(isRosterOld(asOf, '2026-06-15T10:00:00.000Z', { rosterHours: 72 })).toBe(is),
  )

  const ran = (nonce: string | null) => ({ activeAuthentication: { nonce } as never, witness: null })
  const aa = (verdict: 'passed' | 'failed' | 'not_possible', reason: string | null = null) => [
    check('hashes'),
    check('active_authentication', verdict, reason),
  ]
  test.each([
    ['before central', showsOriginality({ activeAuthentication: null, witness: 'w' }, []), true],
    ['to a nonce of central’s', showsOriginality(ran('n'), aa('passed')), true],
    ['to it, and waits for the chain', showsOriginality(ran('n'), aa('not_possible', 'data_not_authentic')), true],
    ['to a challenge of the station’s own', showsOriginality(ran(null), aa('passed')), false],
    ['to it, and failed', showsOriginality(ran('n'), aa('failed', 'x')), false],
    ['to it, and says nothing of it', showsOriginality(ran('n'), [check('hashes')]), false],
    ['nothing', showsOriginality({ activeAuthentication: null, witness: null }, aa('passed')), false],
  ])('a chip that answered %s', (_what, shown, is) => expect(shown).toBe(is))
})
