import { describe, expect, test } from 'vitest'
import { FieldMatch } from '../../contract/match.ts'
import type { Declared, DocumentIdentity } from '../../contract/identity.ts'
import { identityOfReading } from '../identity.ts'
import { chipIdentity, declared, oldCardReading, passportReading } from '../testing/made-up.ts'
import { compareFields } from './compare.ts'
import type { ComparisonInput } from './compare.ts'
import { cutsOf } from './names.ts'

const zone = identityOfReading(passportReading, null)
const fields = (change: Partial<ComparisonInput> = {}) =>
  compareFields({ declared, documentType: 'passport', zone, chip: chipIdentity, ...change }).map((it) =>
    FieldMatch.parse(it),
  )
const field = (name: string, change: Partial<ComparisonInput> = {}) => fields(change).find((it) => it.field === name)!
const declaring = (change: Partial<Declared>) => ({ declared: { ...declared, ...change } })
const chip = (change: Partial<DocumentIdentity>) => ({ chip: { ...chipIdentity, ...change } })

describe('fields', () => {
  test('of a flawless passport, side by side', () => {
    expect(fields().map((it) => [it.field, it.class, it.declared, it.mrz, it.chip])).toEqual([
      ['surname', 'same_by_rule', 'Lefèvre', 'LEFEVRE', 'LEFÈVRE'],
      ['usage_name', 'not_compared', null, null, null],
      ['given_names', 'same_by_rule', 'Zoé Marie-Claire', 'ZOE MARIE CLAIRE', 'ZOÉ MARIE-CLAIRE'],
      ['birth_date', 'same', '1985-03-07', '1985-03-07', '1985-03-07'],
      ['birth_place', 'same_by_rule', 'Saint-Denis', null, 'SAINT-DENIS (974)'],
      ['sex', 'same', 'F', 'F', 'F'],
      ['nationality', 'same', 'FRA', 'FRA', 'FRA'],
      ['document_type', 'same', 'passport', 'passport', null],
      ['document_number', 'same', '21AB12345', '21AB12345', '21AB12345'],
    ])
    expect(field('surname')).toMatchObject({
      rules: ['letter_case', 'diacritics_dropped'],
      differsAt: null,
      explanation: null,
    })
  })

  test('must agree with both, the zone and the chip', () => {
    const byZone = field('surname', { zone: { ...zone, surname: 'LEFEBVRE' } })
    expect(byZone).toMatchObject({
      class: 'different',
      explanation: 'surname_spelling',
      rules: [],
      differsAt: { from: 4, to: 4 },
    })
    expect(field('surname', chip({ surname: 'LEFORT' }))).toMatchObject({
      class: 'different',
      differsAt: { from: 3, to: 7 },
    })
  })

  test('without a chip rest on the zone alone', () => {
    expect(field('surname', { chip: null })).toMatchObject({ class: 'same_by_rule', chip: null })
    expect(field('birth_place', { chip: null })).toMatchObject({
      class: 'not_compared',
      explanation: null,
      differsAt: null,
    })
  })

  test.each([
    ['surname', declaring({ birthName: 'Lefort' }), 'surname_spelling'],
    ['usage_name', { ...declaring({ usageName: 'Durand' }), ...chip({ usageName: 'MARTIN' }) }, 'usage_name_differs'],
    ['given_names', declaring({ givenNames: ['Zoé'] }), 'given_name_missing'],
    ['birth_date', declaring({ birthDate: '1985-07-03' }), 'birth_date_swapped'],
    [
      'birth_place',
      declaring({ birthPlace: { name: 'Sainte-Marie', inseeCode: '97418', country: 'FRA' } }),
      'birth_place_spelling',
    ],
    ['sex', declaring({ sex: 'M' }), 'sex_differs'],
    ['nationality', declaring({ nationality: 'BEL' }), 'nationality_differs'],
    ['document_type', declaring({ documentType: 'cnie' }), 'document_type_differs'],
    ['document_number', declaring({ documentNumber: '21AB12346' }), 'document_number_differs'],
  ] as const)('%s that differs says why', (name, change, explanation) => {
    expect(field(name, change)).toMatchObject({ class: 'different', explanation })
  })

  test('both usage names are compared', () => {
    expect(field('usage_name', { ...declaring({ usageName: 'Martin' }), ...chip({ usageName: 'MARTIN' }) }).class).toBe(
      'same_by_rule',
    )
    expect(field('usage_name', declaring({ usageName: 'Martin' })).class).toBe('not_compared')
  })

  test('what a document leaves unsaid is compared to nothing, but a name, date, nationality and number must stand there', () => {
    expect(field('sex', { zone: { ...zone, sex: 'X' }, ...chip({ sex: null }) }).class).toBe('not_compared')
    expect(field('sex', declaring({ sex: null })).class).toBe('not_compared')
    expect(field('sex', { ...declaring({ sex: 'X' }) }).class).toBe('different')
    const silent = { surname: ' ', givenNames: '', birthDate: null, nationality: '', documentNumber: '' }
    const empty = { zone: { ...zone, ...silent }, chip: null }
    for (const name of ['surname', 'given_names', 'birth_date', 'nationality', 'document_number'])
      expect(field(name, empty)).toMatchObject({
        class: 'different',
        explanation: 'not_on_document',
        rules: [],
        differsAt: null,
      })
  })

  test('a usage name in place of the birth name is seen', () => {
    const swapped = { ...declaring({ birthName: 'Martin', usageName: 'Lefèvre' }) }
    expect(field('surname', swapped).explanation).toBe('usage_name_as_birth_name')
  })
})

describe('names longer than their field', () => {
  const cut = (birthName: string, given: string, surname: string, read: string, namesTruncated = true, old = false) =>
    cutsOf(
      { birthName, givenNames: [given] },
      { surname, givenNames: read, namesTruncated },
      old ? { surname: 25, given: 14 } : { surname: 39, given: null },
    )

  test('counts the fillers between given names', () => {
    const declaredNames = { birthName: 'Lefebvre', givenNames: ['Marie', 'Claire', 'Zoé'] }
    const read = { surname: 'LEFEBVRE', givenNames: 'MARIE CLAIRE', namesTruncated: true }
    // 5 + 2 + 6 + 2 + 3 characters for 14 places
    expect(cutsOf(declaredNames, read, { surname: 25, given: 14 })).toEqual({ surname: false, givenNames: true })
    const fitting = { ...declaredNames, givenNames: ['Marie', 'Claire'] }
    expect(cutsOf(fitting, read, { surname: 25, given: 14 }).givenNames).toBe(false)
  })

  test('may be cut at the end where the zone is full and the name does not fit', () => {
    const long = 'Maximilienne Bernadette Alexandrine'
    // 8 + 2 + 29 = 39
    expect(cut('Lefebvre', long, 'LEFEBVRE', 'MAXIMILIENNE BERNADETTE ALEXA')).toEqual({
      surname: false,
      givenNames: true,
    })
    expect(cut('Lefebvre', long, 'LEFEBVRE', 'MAXIMILIENNE BERNADETTE ALEXA', false)).toEqual({
      surname: false,
      givenNames: false,
    })
    // one position left is a filler, two are not
    expect(cut('Lefebvre', long, 'LEFEBVRE', 'MAXIMILIENNE BERNADETTE ALEX').givenNames).toBe(true)
    expect(cut('Lefebvre', long, 'LEFEBVRE', 'MAXIMILIENNE BERNADETTE ALE').givenNames).toBe(false)
    // what fits is not cut: 29 characters
    expect(
      cut('Lefebvre', 'Maximilienne Bernadette Alexa', 'LEFEBVRE', 'MAXIMILIENNE BERNADETTE ALEXA').givenNames,
    ).toBe(false)
    expect(cut('Lefebvre', 'Jean Pierre', 'LEFEBVRE', 'JEAN').givenNames).toBe(false)
  })

  test('surnames too, on their own measure', () => {
    const long = 'A'.repeat(37)
    expect(cut(long, 'Jean', 'A'.repeat(36), 'J').surname).toBe(true)
    expect(cut('A'.repeat(36), 'Jean', 'A'.repeat(36), 'J').surname).toBe(false)
    expect(cut(long, 'Jean', 'A'.repeat(35), 'J').surname).toBe(false)
    expect(cut('B'.repeat(26), 'Jean', 'B'.repeat(25), 'JEAN', true, true).surname).toBe(true)
    expect(cut('B'.repeat(25), 'Jean', 'B'.repeat(25), 'JEAN', true, true).surname).toBe(false)
  })

  test('count as the zone writes them', () => {
    // the 1995 card parts given names by two fillers: 4 + 2 + 6 + 2 = 14
    expect(cut('B', 'Jean Pierre Luc', 'B', 'JEAN PIERRE', true, true).givenNames).toBe(true)
    expect(cut('B', 'Jean Pierre', 'B', 'JEAN PIERRE', true, true).givenNames).toBe(false)
    expect(cut('B', 'Jean Pierrette', 'B', 'JEAN PIERRET', true, true).givenNames).toBe(true)
    expect(cut('B', 'Jean Pierre Luc', 'B', 'JEAN', true, true).givenNames).toBe(false)
    // an umlaut may take two letters, Ü three; an apostrophe takes none
    expect(cut('B', `${'Ä'.repeat(8)}`, 'B', 'A'.repeat(14), true, true).givenNames).toBe(true)
    expect(cut('B', `${'Ü'.repeat(5)}`, 'B', 'A'.repeat(14), true, true).givenNames).toBe(true)
    expect(cut('B', `${'ß'.repeat(8)}`, 'B', 'S'.repeat(14), true, true).givenNames).toBe(true)
    expect(cut('B', `${"D'".repeat(14)}`, 'B', 'D'.repeat(14), true, true).givenNames).toBe(false)
  })

  test('are the same by the rule of truncation', () => {
    const givenNames = ['Maximilienne', 'Bernadette', 'Alexandrine']
    const read = { ...zone, givenNames: 'MAXIMILIENNE BERNADETTE ALEXAN', namesTruncated: true }
    const cutName = { ...declaring({ givenNames }), zone: read, chip: null }
    expect(field('given_names', cutName)).toMatchObject({
      class: 'same_by_rule',
      rules: ['letter_case', 'mrz_truncation'],
    })
    const whole = { ...cutName, zone: { ...read, namesTruncated: false } }
    expect(field('given_names', whole)).toMatchObject({ class: 'different' })
    const wrong = { ...cutName, zone: { ...read, givenNames: 'MAXIMILIENNE BERNADETTE ALIXAN' } }
    expect(field('given_names', wrong)).toMatchObject({ class: 'different' })
    const bySurname = {
      ...declaring({ birthName: 'A'.repeat(40) }),
      zone: { ...zone, surname: 'A'.repeat(36), namesTruncated: true },
      chip: null,
    }
    expect(field('surname', bySurname)).toMatchObject({ class: 'same_by_rule', rules: ['mrz_truncation'] })
  })

  test('the chip tells the whole name even then', () => {
    const givenNames = ['Maximilienne', 'Bernadette', 'Alexandrine']
    const read = { ...zone, givenNames: 'MAXIMILIENNE BERNADETTE ALEXAN', namesTruncated: true }
    const whole = {
      ...declaring({ givenNames }),
      zone: read,
      ...chip({ givenNames: 'MAXIMILIENNE BERNADETTE ALEXANDRA' }),
    }
    expect(field('given_names', whole)).toMatchObject({ class: 'different', explanation: 'given_name_spelling' })
  })
})

test('the card of 1995-2021 says it is French by being one', () => {
  const old = identityOfReading(oldCardReading, null)
  expect(old.nationality).toBe('FRA')
  expect(field('nationality', { documentType: 'cni_1995', zone: old, chip: null }).class).toBe('same')
})
