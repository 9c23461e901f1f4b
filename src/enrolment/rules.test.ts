import type { ChipCheckName } from '../contract/check.ts'
import { describe, expect, test } from 'vitest'
import type { DocumentIdentity } from '../contract/identity.ts'
import { EligibilityCheck } from '../contract/match.ts'
import type { MrzReading } from '../contract/mrz.ts'
import { defaultPolicy } from '../contract/policy.ts'
import { judgeChip } from './chip-evidence.ts'
import { checkDigit } from '../emrtd/lds/mrz/check-digit.ts'
import { parseMrz } from '../emrtd/lds/mrz/parse.ts'
import { addDays, addMonths, addYears, earliestDay, latestDay, partsOf } from './dates.ts'
import { documentTypes } from '../contract/documents.ts'
import { classifyDocument } from './documents.ts'
import { checkEligibility, isFrenchAddress } from './eligibility.ts'
import { inspectionFeatures } from './features.ts'
import { identityOfReading, resolveCentury } from './identity.ts'
import { answerPrompt, choosePrompts, judgeInspection, ruleSettledBy } from './inspection.ts'
import {
  check,
  chipIdentity,
  foreignReading,
  genuineChecks,
  oldCardReading,
  passportReading,
  permitReading,
  today,
  withCheck,
} from './testing/made-up.ts'
import { judgeValidity } from './validity.ts'

describe('dates', () => {
  test('parts', () => {
    expect(partsOf('1980')).toEqual({ year: 1980, month: null, day: null })
    expect(partsOf('1980-05')).toEqual({ year: 1980, month: 5, day: null })
    expect(partsOf('1980-05-17')).toEqual({ year: 1980, month: 5, day: 17 })
  })
  test('ends of what a date can mean', () => {
    expect(['1980', '1980-05', '1980-05-17'].map(earliestDay)).toEqual(['1980-01-01', '1980-05-01', '1980-05-17'])
    expect(['1980', '1980-02', '1981-02', '1980-05-17'].map(latestDay)).toEqual([
      '1980-12-31',
      '1980-02-29',
      '1981-02-28',
      '1980-05-17',
    ])
  })
  test('counting', () => {
    expect(addYears('2008-02-29', 18)).toBe('2026-02-28')
    expect(addYears('2008-02-29', 4)).toBe('2012-02-29')
    expect(addMonths('2025-12-31', 2)).toBe('2026-02-28')
    expect(addMonths('2025-12-15', 1)).toBe('2026-01-15')
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15')
    expect(addMonths('0099-12-15', 1)).toBe('0100-01-15')
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })
})

describe('documents', () => {
  const td1 = (documentCode: string, nationality: string, issuer = 'FRA'): MrzReading => ({
    ...passportReading,
    format: 'TD1',
    documentCode,
    nationality,
    issuer,
  })
  const passport = (documentCode: string, nationality = 'FRA', issuer = 'FRA') => ({
    ...td1(documentCode, nationality, issuer),
    format: 'TD3' as const,
  })
  test.each([
    [passport('P'), 'passport'],
    [passport('PP'), 'passport'],
    [passport('PD'), 'passport'],
    [passport('PO'), 'passport'],
    [passport('PE'), 'passport'],
    [passport('PR'), 'other'],
    [passport('PX'), 'other'],
    [passport('PPP'), 'other'],
    [passport('XP'), 'other'],
    [passport('P', 'MAR'), 'other'],
    [passport('P', 'XXB'), 'other'],
    [passport('P', 'BEL', 'BEL'), 'other'],
    [passport('P', 'FRA', 'BEL'), 'other'],
    [foreignReading, 'other'],
    [td1('ID', 'FRA'), 'cnie'],
    [td1('ID', 'MAR'), 'other'],
    [td1('IDX', 'FRA'), 'other'],
    [td1('XID', 'FRA'), 'other'],
    [td1('ID', 'BEL', 'BEL'), 'other'],
    [td1('IR', 'FRA'), 'other'],
    [td1('IR', 'MAR'), 'residence_permit'],
    [td1('I', 'MAR'), 'residence_permit'],
    [td1('AR', 'MAR'), 'residence_permit'],
    [td1('A', 'MAR'), 'residence_permit'],
    [td1('C', 'MAR'), 'residence_permit'],
    [td1('CA', 'MAR'), 'residence_permit'],
    [td1('IR', 'MAR', 'BEL'), 'other'],
    [td1('XR', 'MAR'), 'other'],
    [td1('XIR', 'MAR'), 'other'],
    [td1('IRX', 'MAR'), 'other'],
    [{ ...td1('TS', 'MAR'), format: 'TD2' }, 'residence_permit'],
    [{ ...td1('IR', 'MAR'), format: 'TD2' }, 'residence_permit'],
    [{ ...td1('AR', 'MAR'), format: 'TD2' }, 'residence_permit'],
    [{ ...td1('A', 'MAR'), format: 'TD2' }, 'residence_permit'],
    [{ ...td1('I', 'MAR'), format: 'TD2' }, 'residence_permit'],
    [{ ...td1('XTS', 'MAR'), format: 'TD2' }, 'other'],
    [{ ...td1('TSX', 'MAR'), format: 'TD2' }, 'other'],
    [{ ...td1('ID', 'FRA'), format: 'TD2' }, 'other'],
    [{ ...td1('V', 'MAR'), format: 'MRVA' }, 'other'],
    [oldCardReading, 'cni_1995'],
    [{ ...oldCardReading, documentCode: 'IDX' }, 'other'],
    [{ ...oldCardReading, documentCode: 'XID' }, 'other'],
    [{ ...oldCardReading, issuer: 'BEL' }, 'other'],
  ] as [MrzReading, string][])('%o', (reading, type) => expect(classifyDocument(reading)).toBe(type))

  test('all but foreign ones are accepted, all but the old card have a chip, only the permit has a least length', () => {
    const columns = Object.entries(documentTypes).map(([type, rule]) => [
      type,
      rule.accepted,
      rule.chip !== null,
      rule.permitLength,
    ])
    expect(columns).toEqual([
      ['cnie', true, true, false],
      ['cni_1995', true, false, false],
      ['passport', true, true, false],
      ['residence_permit', true, true, true],
      ['other', false, false, false],
    ])
    for (const { compared } of Object.values(documentTypes)) expect(compared).toHaveLength(9)
    expect(Object.values(documentTypes).map(({ nameField }) => nameField)).toEqual([
      { surname: 30, given: null },
      { surname: 25, given: 14 },
      { surname: 39, given: null },
      { surname: 30, given: null },
      { surname: 39, given: null },
    ])
  })
})

describe('identity of an MRZ', () => {
  test('has the MRZ’s words', () => {
    expect(identityOfReading(permitReading)).toEqual({
      source: 'mrz',
      surname: 'LEFEVRE',
      usageName: null,
      givenNames: 'ZOE MARIE CLAIRE',
      birthDate: '1985-03-07',
      birthPlace: null,
      sex: 'F',
      nationality: 'MAR',
      documentNumber: '21AB12345',
      issuer: 'FRA',
      issueDate: null,
      expiryDate: '2030-12-31',
      namesTruncated: false,
    })
  })
  test.each([
    [{ year: 1985, month: 3, day: null, iso: '' }, '1985-03'],
    [{ year: 1985, month: null, day: null, iso: '' }, '1985'],
    [{ year: 1985, month: null, day: 7, iso: '' }, '1985'],
    [{ year: 985, month: 3, day: 7, iso: '' }, '0985-03-07'],
    [{ year: null, month: 3, day: 7, iso: '' }, null],
  ])('%o is %s', (birthDate, expected) => {
    expect(identityOfReading({ ...passportReading, birthDate }).birthDate).toBe(expected)
  })
  test.each([
    ['2025-03-07', '1925-03-07', '1925-03-07'],
    ['2025-03', '1925-03-07', '1925-03'],
    ['2025', '1925-03-07', '1925'],
    ['2025-03-07', '1925-03-08', '2025-03-07'],
    ['2025-03-07', '1925-03', '2025-03-07'],
    ['1985-03-07', '1985-03-07', '1985-03-07'],
    ['1985-03-07', null, '1985-03-07'],
    [null, '1985-03-07', null],
  ])('the century of %s with %s declared: %s', (read, declared, expected) =>
    expect(resolveCentury(read, declared, '2026-06-15')).toBe(expected),
  )
})

describe('validity', () => {
  const card = (issueMonth: string | null, birthDate: string | null, on: string) =>
    judgeValidity(documentTypes.cni_1995.validity, { expiryDate: null, issueDate: issueMonth, birthDate, today: on })
  const printed = (expiryDate: string | null, on: string) =>
    judgeValidity({ kind: 'printed', longestYears: 10 }, { expiryDate, issueDate: null, birthDate: null, today: on })

  test('holds on the printed last day and not on the next', () => {
    expect(printed('2026-06-15', '2026-06-15')).toEqual({ verdict: 'valid', facts: { validUntil: '2026-06-15' } })
    expect(printed('2026-06-15', '2026-06-16')).toEqual({ verdict: 'expired', facts: { validUntil: '2026-06-15' } })
    expect(printed(null, '2026-06-15')).toEqual({ verdict: 'expired', facts: {} })
  })

  test('never holds for a document whose MRZ prints no expiry date', () => {
    const [first = '', second = ''] = passportReading.lines
    const blank = `${second.slice(0, 21)}<<<<<<<${second.slice(28, 43)}`
    const body = blank.slice(0, 10) + blank.slice(13, 20) + blank.slice(21, 43)
    const reading = parseMrz([first, blank + checkDigit(body)], { now: new Date(`${today}T12:00:00Z`) })
    expect(reading).toMatchObject({ expiryDate: null, notes: [{ code: 'mrz_expiry_absent' }] })
    expect(reading.problems.map(({ code }) => code)).not.toContain('mrz_date_invalid')
    const { expiryDate, birthDate } = identityOfReading(reading)
    const { validity } = documentTypes.passport
    expect(judgeValidity(validity, { expiryDate, issueDate: null, birthDate, today }).verdict).toBe('expired')
  })

  test.each([
    // fifteen years for adults from January 2004 on
    ['2012-05', '1985-03-07', '2026-06-15', 'valid'],
    ['2012-05', '1985-03-07', '2027-04-30', 'valid'],
    ['2012-05', '1985-03-07', '2027-05-01', 'open'],
    ['2012-05', '1985-03-07', '2027-05-30', 'open'],
    ['2012-05', '1985-03-07', '2027-05-31', 'expired'],
    ['2004-01', '1960-01-01', '2018-12-31', 'valid'],
    ['2004-01', '1960-01-01', '2019-01-31', 'expired'],
    ['2013-12', '1960-01-01', '2028-11-30', 'valid'],
    // after 2013 fifteen are printed
    ['2014-01', '1960-01-01', '2028-12-31', 'valid'],
    // ten for those issued before
    ['2003-12', '1960-01-01', '2013-11-30', 'valid'],
    ['2003-12', '1960-01-01', '2013-12-31', 'expired'],
    ['2003-12', '1960-01-01', '2018-01-01', 'expired'],
    // and for minors
    ['2012-05', '1998-03-07', '2022-04-30', 'valid'],
    ['2012-05', '1998-03-07', '2022-05-31', 'expired'],
    ['2012-05', '1998-03-07', '2026-06-15', 'expired'],
    // who turned adult in the month of issue, or whose day of birth is not known: read the print
    ['2012-05', '1994-05-15', '2026-06-15', 'open'],
    ['2012-05', '1994-05-01', '2026-06-15', 'valid'],
    ['2012-05', '1994-06-01', '2026-06-15', 'expired'],
    ['2012-05', '1994', '2026-06-15', 'open'],
    ['2012-05', '1993', '2026-06-15', 'valid'],
    ['2012-05', '1995', '2026-06-15', 'expired'],
    [null, '1985-03-07', '2012-05-01', 'expired'],
    ['2012-05', null, '2012-05-01', 'expired'],
  ] as const)('card of %s, born %s, on %s: %s', (issued, born, on, verdict) => {
    expect(card(issued, born, on).verdict).toBe(verdict)
  })

  test('tells the days it rests on', () => {
    expect(card('2012-05', '1985-03-07', '2026-06-15').facts).toEqual({
      issueMonth: '2012-05',
      validUntil: '2027-04-30',
    })
    expect(card('2012-05', '1985-03-07', '2027-06-15').facts).toEqual({
      issueMonth: '2012-05',
      validUntil: '2027-05-30',
    })
    expect(card('2012-05', '1985-03-07', '2027-05-15').facts).toEqual({ issueMonth: '2012-05' })
    expect(card(null, null, '2027-05-15').facts).toEqual({})
  })
})

describe('eligibility', () => {
  const judge = (change: Partial<DocumentIdentity>, documentType = 'passport', more = {}) =>
    checkEligibility({
      documentType: documentType as 'passport',
      identity: { ...chipIdentity, ...change },
      centuryOpen: false,
      lostStolenChecked: true,
      today,
      policy: defaultPolicy,
      ...more,
    }).map((it) => EligibilityCheck.parse(it))
  const rule = (name: string, ...args: Parameters<typeof judge>) => judge(...args).find((it) => it.rule === name)!

  test('of a flawless passport', () => {
    expect(judge({})).toEqual([
      { rule: 'document_accepted', verdict: 'passed', reason: null, facts: { issuer: 'FRA' } },
      { rule: 'document_valid', verdict: 'passed', reason: null, facts: { validUntil: '2030-12-31' } },
      { rule: 'adult', verdict: 'passed', reason: null, facts: { adultSince: '2003-03-07', minimumAgeYears: '18' } },
      { rule: 'permit_length', verdict: 'not_applicable', reason: null, facts: {} },
      { rule: 'lost_stolen', verdict: 'passed', reason: null, facts: {} },
    ])
  })

  test('fails with its reasons', () => {
    expect(rule('document_accepted', {}, 'other')).toMatchObject({ verdict: 'failed', reason: 'document_not_accepted' })
    expect(rule('document_valid', { expiryDate: '2026-06-14' })).toMatchObject({
      verdict: 'failed',
      reason: 'document_expired',
    })
    expect(rule('adult', { birthDate: '2008-06-16' })).toMatchObject({ verdict: 'failed', reason: 'citizen_underage' })
    expect(rule('lost_stolen', {}, 'passport', { lostStolenChecked: false })).toMatchObject({ verdict: 'deferred' })
    const open = { issueDate: '2011-06', expiryDate: null }
    expect(rule('document_valid', open, 'cni_1995')).toMatchObject({ verdict: 'deferred', reason: null })
  })

  test.each([
    ['2008-06-15', 'passed'],
    ['2008-06-16', 'failed'],
    ['2008-05', 'passed'],
    ['2008-06', 'failed'],
    ['2007', 'passed'],
    ['2008', 'failed'],
    [null, 'failed'],
  ])('born %s: %s', (birthDate, verdict) => expect(rule('adult', { birthDate })).toMatchObject({ verdict }))

  test('age and length are policy', () => {
    const policy = { ...defaultPolicy, minimumAgeYears: 21, minimumPermitYears: 1 }
    expect(rule('adult', { birthDate: '2006-01-01' }, 'passport', { policy }).verdict).toBe('failed')
    const short = { issueDate: '2026-01-01', expiryDate: '2026-12-31' }
    expect(rule('permit_length', short, 'residence_permit', { policy }).verdict).toBe('passed')
    expect(rule('permit_length', short, 'residence_permit')).toEqual({
      rule: 'permit_length',
      verdict: 'deferred',
      reason: null,
      facts: { minimumPermitYears: '5', validUntil: '2026-12-31', issued: '2026-01-01' },
    })
    expect(rule('adult', { birthDate: null }).facts).toEqual({ minimumAgeYears: '18' })
  })

  test.each([
    ['2021-03-01', '2026-02-28', 'passed'],
    ['2021-03-01', '2026-02-27', 'deferred'],
    ['2021-03-01', '2031-02-28', 'passed'],
    ['2020-02-29', '2025-02-27', 'passed'],
    ['2020-02-29', '2025-02-26', 'deferred'],
    ['2025-09-01', '2026-08-31', 'deferred'],
    ['2021-03', '2026-03-30', 'passed'],
    ['2021-03', '2026-03-15', 'deferred'],
    ['2021-03', '2026-02-28', 'deferred'],
    ['2021-03', '2026-02-27', 'deferred'],
    [null, '2031-06-14', 'passed'],
    [null, '2031-06-13', 'deferred'],
    [null, '2026-12-31', 'deferred'],
    ['2021-03-01', null, 'failed'],
  ])('permit from %s to %s: %s', (issueDate, expiryDate, verdict) => {
    const check = rule('permit_length', { issueDate, expiryDate }, 'residence_permit')
    expect(check.verdict).toBe(verdict)
    expect(check.reason).toBe(verdict === 'failed' ? 'permit_too_short' : null)
  })

  test('an address is French at home and overseas', () => {
    for (const code of 'FRA GLP MTQ GUF REU MYT SPM BLM MAF PYF NCL WLF'.split(' '))
      expect(isFrenchAddress(code)).toBe(true)
    for (const code of ['BEL', 'MCO', '']) expect(isFrenchAddress(code)).toBe(false)
  })
})

describe('chip evidence', () => {
  /** With an anchor missing as well. */
  const both = (name: ChipCheckName, verdict: 'failed' | 'not_possible') =>
    withCheck(check('chain', 'not_possible', 'csca_missing')).map((one) =>
      one.name === name ? check(name, verdict, 'x') : one,
    )
  test.each([
    [genuineChecks, 'genuine'],
    [[], 'unproved'],
    [withCheck(check('signature', 'failed', 'x')), 'not_genuine'],
    [withCheck(check('access', 'failed', 'x')), 'not_genuine'],
    [withCheck(check('active_authentication', 'failed', 'x')), 'copied'],
    [withCheck(check('hashes', 'not_possible', 'x')), 'unproved'],
    [withCheck(check('signature', 'not_possible', 'x')), 'unproved'],
    [withCheck(check('chip_authentication', 'failed', 'x')), 'copied'],
    [withCheck(check('chip_authentication', 'not_possible', 'unsupported')), 'genuine'],
    [withCheck(check('active_authentication', 'not_possible', 'card_has_none')), 'genuine'],
    [withCheck(check('active_authentication', 'not_possible', 'unsupported')), 'unproved'],
    [genuineChecks.filter(({ name }) => name !== 'active_authentication'), 'unproved'],
    [withCheck(check('chain', 'not_possible', 'trust_empty')), 'no_anchor'],
    [withCheck(check('chain', 'not_possible', 'csca_missing')), 'deferred'],
    [withCheck(check('chain', 'not_possible', 'csca_unknown')), 'unproved'],
    [withCheck(check('chain', 'not_possible', 'constructor')), 'unproved'],
    [withCheck(check('chain', 'failed', 'csca_missing')), 'not_genuine'],
    // a failure, or a proof that is missing beside, is none of the anchor's
    [both('hashes', 'failed'), 'not_genuine'],
    [both('hashes', 'not_possible'), 'unproved'],
    [both('mrz_agrees', 'not_possible'), 'unproved'],
    [both('active_authentication', 'failed'), 'copied'],
    [both('active_authentication', 'not_possible'), 'unproved'],
    [withCheck(check('active_authentication', 'not_possible', 'data_not_authentic')), 'unproved'],
    [genuineChecks.filter(({ name }) => name !== 'chain'), 'unproved'],
    [genuineChecks.filter(({ name }) => name !== 'revocation'), 'genuine'],
    [
      withCheck(check('active_authentication', 'failed', 'x')).map((it) =>
        it.name === 'hashes' ? check('hashes', 'failed', 'x') : it,
      ),
      'not_genuine',
    ],
  ] as const)('%o', (checks, verdict) => expect(judgeChip([...checks])).toBe(verdict))
})

describe('inspection', () => {
  const settled = (type: 'cni_1995' | 'residence_permit', rule: 'document_valid' | 'permit_length') =>
    choosePrompts(type, 1, 3, [{ rule, verdict: 'deferred', reason: null, facts: {} }]).map((it) => it.featureId)

  test('asks the fixed feature and others by chance, the same for the same seed', () => {
    const seeds = Array.from({ length: 200 }, (_, seed) => choosePrompts('passport', seed, 3, []))
    for (const prompts of seeds) {
      expect(prompts).toHaveLength(3)
      expect(prompts[0]).toEqual({ featureId: 'passport_photo_in_page', answer: null })
      expect(new Set(prompts.map((it) => it.featureId)).size).toBe(3)
    }
    const seen = new Set(seeds.flat().map((it) => it.featureId))
    expect(seen.size).toBe(6)
    const seconds = seeds.map((prompts) => prompts[1]!.featureId)
    for (const id of seen)
      if (id !== 'passport_photo_in_page') expect(seconds.filter((it) => it === id).length).toBeGreaterThan(15)
    expect(choosePrompts('passport', 7, 3, [])).toEqual(choosePrompts('passport', 7, 3, []))
    expect(choosePrompts('passport', -5.5, 10, [])).toHaveLength(6)
  })

  test('asks what only the eye can settle, where it is open', () => {
    expect(settled('cni_1995', 'document_valid')).toContain('cni_validity_printed')
    expect(settled('cni_1995', 'document_valid')).toHaveLength(4)
    expect(settled('cni_1995', 'permit_length')).toHaveLength(3)
    expect(settled('residence_permit', 'permit_length')[0]).toBe('permit_length_printed')
    const passed = { rule: 'document_valid', verdict: 'passed', reason: null, facts: {} } as const
    expect(choosePrompts('cni_1995', 1, 3, [passed])).toHaveLength(3)
    expect(choosePrompts('cni_1995', 1, 10, [passed]).map((it) => it.featureId)).not.toContain('cni_validity_printed')
    expect(ruleSettledBy('cni_validity_printed')).toBe('document_valid')
    expect(ruleSettledBy('cni_film_whole')).toBeNull()
    expect(ruleSettledBy('unknown')).toBeNull()
  })

  test('asks for another feature where the clerk cannot tell, while there is one', () => {
    let prompts = choosePrompts('cnie', 3, 3, [])
    const answer = (index: number, value: 'present' | 'absent' | 'cannot_tell') => {
      prompts = answerPrompt(prompts, 'cnie', 3, 3, { featureId: prompts[index]!.featureId, answer: value })!
    }
    answer(0, 'cannot_tell')
    expect(prompts).toHaveLength(4)
    answer(0, 'cannot_tell')
    expect(prompts).toHaveLength(4)
    answer(1, 'present')
    answer(2, 'absent')
    expect(prompts).toHaveLength(4)
    for (const index of [1, 2, 3, 4, 5, 6]) answer(index, 'cannot_tell')
    expect(prompts).toHaveLength(7)
    expect(new Set(prompts.map((it) => it.featureId)).size).toBe(7)
    expect(prompts.every((it) => it.featureId.startsWith('cnie_'))).toBe(true)
    expect(answerPrompt(prompts, 'cnie', 3, 3, { featureId: 'passport_film_shifts', answer: 'present' })).toBeNull()
  })

  test('does not ask another for what only settles a rule', () => {
    const open = [{ rule: 'document_valid', verdict: 'deferred', reason: null, facts: {} } as const]
    const prompts = choosePrompts('cni_1995', 3, 3, open)
    const answered = answerPrompt(prompts, 'cni_1995', 3, 3, {
      featureId: 'cni_validity_printed',
      answer: 'cannot_tell',
    })
    expect(answered).toHaveLength(4)
  })

  test('passes when enough was seen and nothing is missing', () => {
    const ids = inspectionFeatures.filter((it) => it.type === 'cnie').map((it) => it.id)
    const judge = (answers: string, count = 3) =>
      judgeInspection(
        [...answers].map((it, at) => ({
          featureId: ids[at]!,
          answer: ({ p: 'present', a: 'absent', c: 'cannot_tell' } as const)[it as 'p'] ?? null,
        })),
        'cnie',
        count,
      )
    expect(judge('ppp')).toBe('passed')
    expect(judge('pp')).toBe('incomplete')
    expect(judge('ppc')).toBe('failed')
    expect(judge('ppcp')).toBe('passed')
    expect(judge('pppa')).toBe('failed')
    expect(judge('pp?')).toBe('incomplete')
    expect(judge('aa?')).toBe('incomplete')
    expect(judge('')).toBe('incomplete')
    expect(judge('ppppppp', 10)).toBe('passed')
    expect(judge('pppppp', 10)).toBe('incomplete')
    expect(judge('pppppc', 10)).toBe('incomplete')
    expect(judge('ppppppc', 10)).toBe('failed')
    expect(judge('pa')).toBe('failed')
    const settling = { featureId: 'cni_validity_printed', answer: 'absent' as const }
    const seen = ['cni_film_whole', 'cni_film_shifts', 'cni_fine_lines'].map((featureId) => ({
      featureId,
      answer: 'present' as const,
    }))
    expect(judgeInspection([settling, ...seen], 'cni_1995', 3)).toBe('passed')
    expect(judgeInspection([{ ...settling, answer: 'present' }, ...seen.slice(0, 2)], 'cni_1995', 3)).toBe('incomplete')
    expect(judgeInspection(seen.slice(1), 'cni_1995', 2)).toBe('incomplete')
    expect(judgeInspection([...seen, seen[1]!], 'cni_1995', 3)).toBe('incomplete')
    const six = inspectionFeatures.filter((it) => it.type === 'cni_1995' && it.settles === null)
    expect(
      judgeInspection(
        six.map(({ id }) => ({ featureId: id, answer: 'present' })),
        'cni_1995',
        10,
      ),
    ).toBe('passed')
  })
})
