import { describe, expect, test } from 'vitest'
import { compareCase } from './compare-cases.ts'

const today = '2026-06-15'
const declared = { birthName: 'Dupont' }
const chip = { surname: 'DUPONT' }

describe('what is no case', () => {
  test.each<[string, unknown, string]>([
    ['nothing', null, '(case): invalid_type'],
    ['a list', [], '(case): invalid_type'],
    ['no declaration', { chip }, 'declared: invalid_type'],
    ['an unknown member', { declared, chips: {} }, '(case): unrecognized_keys chips'],
    ['an unknown member declared', { declared: { ...declared, maiden: 'x' } }, 'declared: unrecognized_keys maiden'],
    ['another type', { declared: { birthName: 5 } }, 'declared.birthName: invalid_type'],
    ['a name without end', { declared: { birthName: 'A'.repeat(100_000) } }, 'declared.birthName: too_big'],
    ['a code that is none', { declared: { birthPlace: { name: 'Lyon', inseeCode: '6912' } } }, 'declared.birthPlace'],
    ['an answer that is none', { declared, printed: { surname: 'maybe' } }, 'printed.surname: invalid_value'],
    ['a field that is none', { declared, printed: { eyes: 'same' } }, 'printed: unrecognized_keys eyes'],
    ['a day that is none', { declared, today: '2026-13-45' }, 'today: invalid_format'],
    ['a date in words', { declared: { birthDate: '7 mars 1985' } }, 'declared.birthDate: invalid_format'],
    ['no line', { declared, mrz: [] }, 'mrz: '],
  ])('%s', (_, value, where) => {
    const result = compareCase(value, today)
    expect(result.error).toEqual({ code: 'case_invalid', where: expect.stringContaining(where) })
  })

  test('lines of no document have the reader’s own code', () => {
    expect(compareCase({ declared, mrz: ['A', 'B'] }, today)).toEqual({
      error: { code: 'mrz_format_unknown', where: 'mrz' },
    })
  })
})

const fieldOf = (value: unknown, field: string) => {
  const result = compareCase(value, today)
  if (result.error !== null) throw new Error(result.error.where)
  return result.fields.find((one) => one.field === field)
}

test.each([
  ['21 AB 12345', '21AB12346', { from: 10, to: 11 }],
  ['21AB12345', '21 AB 12346', { from: 8, to: 9 }],
  ['21-AB-1234O', '21AB12340', { from: 10, to: 11 }],
  ['21 XB 12345', '21AB12345', { from: 3, to: 4 }],
])(
  'a number that differs is marked where it does, however it is grouped: %s, %s',
  (documentNumber, read, differsAt) => {
    const found = fieldOf({ declared: { documentNumber }, chip: { documentNumber: read } }, 'document_number')
    expect(found).toMatchObject({ class: 'different', differsAt })
  },
)

describe('a field', () => {
  test.each<[string, string, unknown, string, string | null]>([
    ['a name left blank', 'surname', { declared: { birthName: ' ' }, chip }, 'different', 'not_declared'],
    ['a date of no calendar', 'birth_date', born('1985-02-30'), 'different', 'birth_date_impossible'],
    ['a month nobody knows as 00', 'birth_date', born('1985-00-00', '1985'), 'different', 'birth_date_impossible'],
    ['a date to come', 'birth_date', born('2085-02-03'), 'different', 'birth_date_impossible'],
    ['of 241 years', 'birth_date', born('1785-03-07'), 'different', 'birth_date_impossible'],
    ['of 124 years', 'birth_date', born('1902-03-07'), 'different', 'birth_date_impossible'],
    ['of 122 years', 'birth_date', born('1904-03-07'), 'same', null],
  ])('%s', (_, field, value, matchClass, explanation) => {
    expect(fieldOf(value, field)).toMatchObject({ class: matchClass, explanation })
  })

  const ajaccio = { birthPlace: { name: 'Ajaccio', inseeCode: '2A004', country: 'FRA' } }
  test.each<[string, unknown, string]>([
    ['no date at all', { declared: ajaccio, chip: { birthPlace: 'AJACCIO (20)' } }, 'different'],
    [
      'the chip’s',
      { declared: ajaccio, chip: { birthPlace: 'AJACCIO (20)', birthDate: '1970-01-01' } },
      'same_by_rule',
    ],
    [
      'the declaration’s',
      { declared: { ...ajaccio, birthDate: '1970-01-01' }, chip: { birthPlace: 'AJACCIO (20)' } },
      'same_by_rule',
    ],
  ])('names of then go by %s', (_, value, matchClass) => {
    expect(fieldOf(value, 'birth_place')?.class).toBe(matchClass)
  })
})

function born(birthDate: string, read = birthDate) {
  return { declared: { birthDate }, chip: { birthDate: read } }
}
