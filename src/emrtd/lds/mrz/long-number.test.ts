import { describe, expect, test } from 'vitest'
import { checkDigit } from './check-digit.ts'
import { parseMrz } from './parse.ts'
import { mrzInformation } from '../../access-password.ts'

const now = new Date('2026-06-15T10:00:00Z')

/** A TD1 document with this issuer and these characters from the number on. */
function td1(issuer: string, fromNumber: string): string[] {
  const first = `ID${issuer}${fromNumber}`.padEnd(30, '<')
  const second = `7408122F300415${checkDigit('300415')}${issuer}`.padEnd(29, '<')
  const body = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18)
  return [first, second + checkDigit(body), 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']
}

const codesOf = (list: { code: string }[]): string[] => list.map(({ code }) => code)

describe('a number that goes on in the optional data', () => {
  test.each([
    ['BEL', '000590493<0017', '000590493001', '000590493<001'],
    ['PRT', '851111114<RM93', '851111114RM9', '851111114<RM9'],
    ['BEL', '000610035<7017', '000610035701', '000610035<701'],
  ])('of %s may count the filler: %s', (issuer, printed, number, key) => {
    const reading = parseMrz(td1(issuer, printed), { now })
    expect(reading).toMatchObject({ documentNumber: number, problems: [], optionalData: '' })
    expect(codesOf(reading.notes)).toEqual(['mrz_number_filler_counted'])
    expect(reading.keys?.documentNumber).toBe(key)
    // What the chip's key is made of ends in the digit that the document prints.
    const information = mrzInformation({ kind: 'mrz', ...reading.keys! })
    expect(information.startsWith(key + printed.slice(-1))).toBe(true)
  })

  test('of the same issuers may also be as Doc 9303-5 has it, and the reading says which', () => {
    const reading = parseMrz(td1('BEL', '000590696<1015'), { now })
    expect(codesOf(reading.notes)).toEqual(['mrz_number_overflows'])
    expect(reading.keys?.documentNumber).toBe('000590696101')
    expect(reading.problems).toEqual([])
  })

  test.each(['FRA', 'NLD', 'UTO'])('of %s never counts the filler', (issuer) => {
    const reading = parseMrz(td1(issuer, '000590493<0017'), { now })
    expect(codesOf(reading.problems)).toEqual(['mrz_check_digit_failed'])
    expect(reading.notes).toEqual([])
  })

  test('that agrees with neither is a problem, where its digit stands', () => {
    const { problems, notes } = parseMrz(td1('BEL', '000590493<0018'), { now })
    expect(problems).toEqual([{ code: 'mrz_check_digit_failed', line: 0, from: 18, to: 19 }])
    expect(notes).toEqual([])
  })

  test('needs a number full to its last character', () => {
    expect(codesOf(parseMrz(td1('BEL', '00059049<<0017'), { now }).problems)).toContain('mrz_check_digit_failed')
  })
})

describe('what real documents print in their own way', () => {
  const passport = (names: string, expiry = '300415', digit = checkDigit(expiry)): string[] => {
    const second = `L898902C36UTO7408122F${expiry}${digit}${'<'.repeat(15)}`
    const body = second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 43)
    return [`P<IND${names}`.padEnd(44, '<'), second + checkDigit(body)]
  }

  test.each([
    ['<<SURESH', '', 'SURESH', ['mrz_surname_absent']],
    ['<<RAM<KUMAR', '', 'RAM KUMAR', ['mrz_surname_absent']],
    ['KHAN<<<MUHAMMAD', 'KHAN', 'MUHAMMAD', ['mrz_names_parted_by_three']],
    ['DE<SILVA<<<ANA<MARIA', 'DE SILVA', 'ANA MARIA', ['mrz_names_parted_by_three']],
    ['SURESH', 'SURESH', '', []],
  ])('names %s', (names, surname, givenNames, notes) => {
    const reading = parseMrz(passport(names), { now })
    expect(reading).toMatchObject({ surname, givenNames, problems: [] })
    expect(codesOf(reading.notes)).toEqual(notes)
  })

  test.each(['<SURESH', 'KHAN<<<<MUHAMMAD', 'KHAN<<<MUHAMMAD<<<ALI', '<<<SURESH', '', '<<SURESH<<RAM'])(
    'names %s stay a problem',
    (names) => expect(codesOf(parseMrz(passport(names), { now }).problems)).toEqual(['mrz_character_invalid']),
  )

  test.each(['<', '0'])('no expiry date, its check digit %s', (digit) => {
    const reading = parseMrz(passport('ERIKSSON<<ANNA', '<<<<<<', digit), { now })
    expect(reading).toMatchObject({ expiryDate: null, problems: [] })
    expect(codesOf(reading.notes)).toEqual(['mrz_expiry_absent'])
  })

  test.each([
    ['<<<<<<', '4'],
    ['30<<<<', checkDigit('30<<<<')],
    ['<<0415', checkDigit('<<0415')],
    ['300415', '<'],
  ])('an expiry date %s with check digit %s is a problem', (expiry, digit) => {
    expect(parseMrz(passport('ERIKSSON<<ANNA', expiry, digit), { now }).problems).not.toEqual([])
  })
})
