import { describe, expect, it } from 'vitest'
import { checkDigit } from '../emrtd/lds/mrz/check-digit.ts'
import { buildMrz, mrzInformation, transliterate } from './mrz-lines.ts'

const anna = {
  issuer: 'UTO',
  nationality: 'UTO',
  surname: 'Eriksson',
  givenNames: ['Anna', 'Maria'],
  birthDate: '1974-08-12',
  sex: 'F',
  expiryDate: '2012-04-15',
} as const

describe('the specimens of Doc 9303-4, -5 and -6', () => {
  it('TD3', () => {
    const content = {
      ...anna,
      format: 'TD3',
      documentCode: 'P',
      documentNumber: 'L898902C3',
      optional: 'ZE184226B',
    } as const
    expect(buildMrz(content)).toEqual([
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ])
  })

  it('TD1', () => {
    expect(buildMrz({ ...anna, format: 'TD1', documentCode: 'I', documentNumber: 'D23145890' })).toEqual([
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    ])
  })

  it('TD2', () => {
    expect(buildMrz({ ...anna, format: 'TD2', documentCode: 'I', documentNumber: 'D23145890' })).toEqual([
      'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<',
      'D231458907UTO7408122F1204159<<<<<<<6',
    ])
  })
})

it('the French card carries its composite digit over both lines', () => {
  const content = {
    ...anna,
    format: 'FRA2x36',
    documentCode: 'ID',
    documentNumber: '880692310285',
    optional: '092310',
  } as const
  const [upper, lower] = buildMrz(content)
  expect(upper).toBe('IDFRAERIKSSON<<<<<<<<<<<<<<<<<092310')
  expect(lower).toMatch(/^880692310285\dANNA<<MARIA<<<740812\dF\d$/)
  expect(lower!.at(-1)).toBe(checkDigit(upper! + lower!.slice(0, -1)))
})

it('a number longer than nine signs goes on in the optional data', () => {
  const [upper] = buildMrz({ ...anna, format: 'TD1', documentCode: 'I', documentNumber: 'D23145890734' })
  expect(upper).toBe('I<UTOD23145890<7349<<<<<<<<<<<')
  const lines = buildMrz({ ...anna, format: 'TD1', documentCode: 'I', documentNumber: 'D23145890734' })
  expect(mrzInformation(lines)).toBe('D23145890734974081221204159')
})

it.each([
  ['L’Héritier-Çelik', 'LHERITIER<CELIK'],
  ['Müller', 'MUELLER'],
  ['Ærøskøbing', 'AEROESKOEBING'],
  ['Straße', 'STRASSE'],
  ['Nguyễn', 'NGUYEN'],
  ['De La Tour-Saint-Barthélemy', 'DE<LA<TOUR<SAINT<BARTHELEMY'],
])('%s is written %s', (name, written) => {
  expect(transliterate(name)).toBe(written)
})

describe('names too long for the field', () => {
  const build = (surname: string, givenNames: string[]) =>
    buildMrz({ ...anna, format: 'TD3', documentCode: 'P', documentNumber: 'L898902C3', surname, givenNames })[0]!

  it.each([
    ['Nilavadhanananda', ['Chayapa', 'Dejthamrong', 'Krasuang']],
    ['Bennelong Wooloomooloo Warrandyte Warnambool', ['Dingo', 'Potoroo']],
    ['A'.repeat(60), ['B'.repeat(20)]],
    ['A'.repeat(38), ['Jo']],
    ['Abcdefghijklm Nopqrstuvwxyz Abcdefghijkl', ['Anna']],
  ])('%s: the line is full and ends with a letter', (surname, givenNames) => {
    const line = build(surname, givenNames)
    expect(line).toHaveLength(44)
    expect(line).toMatch(/^P<UTO[A-Z]+(<[A-Z]+)*<<[A-Z]+(<[A-Z]+)*$/)
  })

  it('a name that just fits is not cut', () => {
    expect(build('A'.repeat(39 - 4), ['Jo'])).toBe(`P<UTO${'A'.repeat(35)}<<JO`)
  })
})

it('unknown parts of a birth date are fillers', () => {
  const [, lower] = buildMrz({
    ...anna,
    format: 'TD3',
    documentCode: 'P',
    documentNumber: 'L898902C3',
    birthDate: '1979',
  })
  expect(lower!.slice(13, 20)).toBe(`79<<<<${checkDigit('79<<<<')}`)
})
