import { describe, expect, test } from 'vitest'
import { FieldMatch } from '../../contract/match.ts'
import type { Declared, DocumentIdentity } from '../../contract/identity.ts'
import { identityOfReading } from '../identity.ts'
import { chipIdentity, declared, oldCardReading, passportReading, today } from '../testing/made-up.ts'
import { compareFields } from './compare.ts'
import type { ComparisonInput } from './field-rules.ts'
import { cutsOf } from './names.ts'

const mrzIdentity = identityOfReading(passportReading)
const genuineChip = { ...chipIdentity, birthYearFull: false }
const fields = (change: Partial<ComparisonInput> = {}) =>
  compareFields({
    declared,
    documentType: 'passport',
    mrz: mrzIdentity,
    chip: genuineChip,
    printed: [],
    today,
    ...change,
  }).map((it) => FieldMatch.parse(it))
const field = (name: string, change: Partial<ComparisonInput> = {}) => fields(change).find((it) => it.field === name)!
const declaring = (change: Partial<Declared>) => ({ declared: { ...declared, ...change } })
const chip = (change: Partial<DocumentIdentity>) => ({ chip: { ...genuineChip, ...change } })

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

  test('must agree with both, the MRZ and the chip', () => {
    const byMrz = field('surname', { mrz: { ...mrzIdentity, surname: 'LEFEBVRE' } })
    expect(byMrz).toMatchObject({
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

  test('without a chip rest on the MRZ alone', () => {
    expect(field('surname', { chip: null })).toMatchObject({ class: 'same_by_rule', chip: null })
    expect(field('birth_place', { chip: null })).toMatchObject({
      class: 'print_needed',
      explanation: 'only_on_print',
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

  test.each([
    ['97411', 'FRA', '1985-03-07', false],
    ['97411', 'REU', '1985-03-07', false],
    ['97411', 'DEU', '1985-03-07', true],
    ['99352', 'DZA', '1985-03-07', false],
    ['99352', 'FRA', '1985-03-07', true],
    ['99352', 'FRA', '1960-01-01', false],
    ['99109', 'FRA', '1960-01-01', true],
    [null, 'DEU', '1985-03-07', false],
    ['99352', 'MAR', '1985-03-07', true],
    ['99109', 'D', '1985-03-07', false],
    ['99425', 'CYM', '1985-03-07', false],
    ['99115', 'CZE', '1985-03-07', false],
    [null, 'XXX', '1985-03-07', true],
    [null, 'ZZZ', '1985-03-07', true],
    [null, 'RKS', '1985-03-07', false],
    [null, 'YUG', '1985-03-07', false],
  ])(
    'commune %s declared in %s, born %s: torn %s, with a print that is called the same too',
    (inseeCode, country, birthDate, torn) => {
      const said = declaring({ birthDate, birthPlace: { name: 'Saint-Denis', inseeCode, country } })
      const onPrint = { chip: null, printed: [{ field: 'birth_place', answer: 'same' } as const] }
      for (const change of [said, { ...said, ...onPrint }])
        expect(field('birth_place', change).explanation === 'birth_place_code_differs').toBe(torn)
    },
  )

  test.each([
    ['Lyon (69)', '13055', 'FRA', true],
    ['Lyon (69)', '69123', 'FRA', false],
    ['Paris 12e', '75111', 'FRA', true],
    ['Paris 12e', '75056', 'FRA', false],
    ['Noisy-le-Grand (Seine-et-Oise)', '93051', 'FRA', true],
    ['Alger (Maroc)', null, 'DZA', true],
    ['Alger (Algérie)', '99352', null, false],
    ['Valence (Espagne)', '26362', 'FRA', true],
  ])('%s with code %s in %s contradicts itself: %s', (name, inseeCode, country, torn) => {
    const said = declaring({ birthPlace: { name, inseeCode, country } })
    expect(field('birth_place', said).explanation === 'birth_place_code_differs').toBe(torn)
  })

  test('both usage names are compared', () => {
    expect(field('usage_name', { ...declaring({ usageName: 'Martin' }), ...chip({ usageName: 'MARTIN' }) }).class).toBe(
      'same_by_rule',
    )
    expect(field('usage_name', declaring({ usageName: 'Martin' })).class).toBe('print_needed')
  })

  test('what a document leaves unsaid is compared to nothing, but a name, date, nationality and number must stand there', () => {
    expect(field('sex', { mrz: { ...mrzIdentity, sex: 'X' }, ...chip({ sex: null }) }).class).toBe('print_needed')
    expect(field('sex', declaring({ sex: null })).class).toBe('not_compared')
    expect(field('sex', { ...declaring({ sex: 'X' }) }).class).toBe('different')
    const silent = { surname: ' ', givenNames: '', birthDate: null, nationality: '', documentNumber: '' }
    const empty = { mrz: { ...mrzIdentity, ...silent }, chip: null }
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

describe('names that may be cut', () => {
  const shared = { surname: 39, given: null }
  const card = { surname: 25, given: 14 }
  const cut = (
    surname: string,
    givenNames: string,
    field: Parameters<typeof cutsOf>[1] = shared,
    namesTruncated = true,
  ) => cutsOf({ surname, givenNames, namesTruncated }, field)

  test.each([
    // 8 + 2 + 29 = 39, and one less: the filler before the next name
    ['LEFEBVRE', 'MAXIMILIENNE BERNADETTE ALEXA', shared, false, true],
    ['LEFEBVRE', 'MAXIMILIENNE BERNADETTE ALEX', shared, false, true],
    ['LEFEBVRE', 'MAXIMILIENNE BERNADETTE ALE', shared, false, false],
    // a cut surname leaves one to three letters of the given names
    ['A'.repeat(36), 'J', shared, true, true],
    ['A'.repeat(35), 'J', shared, false, true],
    ['A'.repeat(34), 'J', shared, false, false],
    ['A'.repeat(34), 'JEA', shared, true, true],
    ['A'.repeat(33), 'JEAN', shared, false, true],
    ['A'.repeat(39), '', shared, true, true],
    ['A'.repeat(37), '', shared, true, true],
    ['A'.repeat(36), '', shared, false, false],
    // the card of 1995: two fields, given names parted by two fillers: 4 + 2 + 6 = 12 of 14
    ['MARTIN', 'JEAN PIERRE', card, false, true],
    ['MARTIN', 'JEAN PIERR', card, false, false],
    ['MARTIN', 'JEAN PIERRETT', card, false, true],
    ['B'.repeat(24), 'JEAN', card, true, false],
    ['B'.repeat(23), 'JEAN', card, false, false],
  ] as const)('%s %s', (surname, given, field, isSurname, areGiven) => {
    expect(cut(surname, given, field)).toEqual({ surname: isSurname, givenNames: areGiven })
    expect(cut(surname, given, field, false)).toEqual({ surname: false, givenNames: false })
  })

  const givenNames = ['Maximilienne', 'Bernadette', 'Alexandrine']
  const read = { ...mrzIdentity, givenNames: 'MAXIMILIENNE BERNADETTE ALEXAN', namesTruncated: true }
  const cutName = { ...declaring({ givenNames }), mrz: read, chip: null }

  test('are looked up on the print', () => {
    expect(field('given_names', cutName)).toMatchObject({ class: 'print_needed', explanation: 'names_may_be_cut' })
    const seen = (answer: 'same' | 'differs' | 'cannot_tell') =>
      field('given_names', { ...cutName, printed: [{ field: 'given_names', answer }] })
    const rules = ['letter_case', 'mrz_truncation', 'printed_value']
    expect(seen('same')).toMatchObject({ class: 'same_by_rule', rules, printed: 'same' })
    expect(seen('differs')).toMatchObject({ class: 'different', explanation: 'print_differs' })
    expect(seen('cannot_tell')).toMatchObject({ class: 'print_needed', explanation: 'print_unreadable' })
  })

  test('differ where what is left of them does', () => {
    expect(field('given_names', { ...cutName, mrz: { ...read, namesTruncated: false } }).class).toBe('different')
    const wrong = { ...cutName, mrz: { ...read, givenNames: 'MAXIMILIENNE BERNADETTE ALIXAN' } }
    expect(field('given_names', wrong).class).toBe('different')
    const printed = { printed: [{ field: 'given_names', answer: 'same' }] as const }
    expect(field('given_names', { ...wrong, printed: [...printed.printed] }).class).toBe('different')
  })

  test('a name that just fits is asked for too, and a surname that leaves no room for given names', () => {
    const fits = { ...declaring({ birthName: 'A'.repeat(39) }), chip: null }
    const alone = { ...fits, mrz: { ...mrzIdentity, surname: 'A'.repeat(39), givenNames: '', namesTruncated: true } }
    expect(field('surname', alone).class).toBe('print_needed')
    expect(field('given_names', alone)).toMatchObject({ class: 'print_needed', explanation: 'names_may_be_cut' })
  })

  test('the chip tells the whole name even then', () => {
    const givenNames = ['Maximilienne', 'Bernadette', 'Alexandrine']
    const read = { ...mrzIdentity, givenNames: 'MAXIMILIENNE BERNADETTE ALEXAN', namesTruncated: true }
    const whole = {
      ...declaring({ givenNames }),
      mrz: read,
      ...chip({ givenNames: 'MAXIMILIENNE BERNADETTE ALEXANDRA' }),
    }
    expect(field('given_names', whole)).toMatchObject({ class: 'different', explanation: 'given_name_spelling' })
  })
})

describe('a century that two digits leave open', () => {
  const read = { ...mrzIdentity, birthDate: '2011-03-07' }
  const born = (birthDate: string, more: Partial<ComparisonInput> = {}) =>
    field('birth_date', {
      ...declaring({ birthDate }),
      mrz: read,
      chip: { ...genuineChip, birthDate: '2011-03-07' },
      ...more,
    })

  test('is the declared one only where somebody may be that old, and then the print is asked', () => {
    expect(born('2011-03-07').class).toBe('same')
    expect(born('1911-03-07')).toMatchObject({ class: 'print_needed', explanation: 'century_ambiguous' })
    expect(born('1911-03-07', { printed: [{ field: 'birth_date', answer: 'same' }] }).class).toBe('same_by_rule')
    expect(born('1811-03-07').class).toBe('different')
    expect(field('birth_date', declaring({ birthDate: '1785-03-07' })).class).toBe('different')
    expect(field('birth_date', declaring({ birthDate: '1885-03-07' })).class).toBe('different')
  })

  test('is told by a chip that writes the year in full', () => {
    const full = (birthDate: string) => ({ chip: { ...genuineChip, birthDate, birthYearFull: true } })
    expect(born('1911-03-07', full('1911-03-07')).class).toBe('same')
    expect(born('1911-03-07', full('2011-03-07')).class).toBe('different')
  })
})

test('a text as long as a file holds is another value, and takes no time', () => {
  const long = { surname: `LEFÈVRE${"'".repeat(50_000)}`, birthPlace: 'GARD '.repeat(9_000) }
  for (const name of ['surname', 'birth_place'])
    expect(field(name, chip(long))).toMatchObject({ class: 'different', explanation: 'text_too_long' })
  expect(field('surname', chip(long)).chip).toHaveLength(1_000)
  const areas = { ...chip({ birthPlace: 'GARD '.repeat(190) }), mrz: null }
  expect(
    field('birth_place', {
      ...areas,
      ...declaring({ birthPlace: { name: 'Paris '.repeat(20), inseeCode: null, country: null } }),
    }).class,
  ).toBe('different')
}, 60_000)

test('who has one name has no given names to compare', () => {
  const one = { ...mrzIdentity, surname: 'ARYA', givenNames: '' }
  const alone = { mrz: one, chip: null, ...declaring({ birthName: 'Arya', givenNames: [] }) }
  expect(field('given_names', alone).class).toBe('same')
  expect(field('given_names', { ...alone, ...declaring({ birthName: 'Arya', givenNames: ['Stark'] }) }).class).toBe(
    'different',
  )
  expect(field('given_names', { ...alone, mrz: { ...one, givenNames: 'STARK' } }).class).toBe('different')
})

test('a print that differs counts for its own field alone', () => {
  const change = { printed: [{ field: 'sex' as const, answer: 'differs' as const }] }
  expect([field('surname', change).printed, field('surname', change).class]).toEqual([null, 'same_by_rule'])
})

test('only what the kind of document says is compared, in the order of the table', () => {
  expect(
    fields({ mrz: null, chip: null }).every(({ class: found }) => found !== 'same' && found !== 'same_by_rule'),
  ).toBe(true)
})

test('a print that differs counts wherever it was looked at', () => {
  expect(field('sex', { printed: [{ field: 'sex', answer: 'differs' }] })).toMatchObject({ class: 'different' })
})

test('the card of 1995-2021 says it is French by being one', () => {
  const old = identityOfReading(oldCardReading)
  expect(old.nationality).toBe('FRA')
  expect(field('nationality', { documentType: 'cni_1995', mrz: old, chip: null }).class).toBe('same')
})
