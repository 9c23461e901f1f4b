import { expect, test } from 'vitest'
import { checkDigit } from './check-digit.ts'
import { linesOfText, parseMrz } from './parse.ts'

const now = new Date('2026-06-15T10:00:00Z')
const parse = (...lines: string[]) => parseMrz(lines, { now })
const replaceAt = (text: string, at: number, char: string) => text.slice(0, at) + char + text.slice(at + 1)

/** Worked examples of Doc 9303-4, -5, -6 and -7 (state of Utopia). */
const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const td2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6']
const td1 = ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']
const mrva = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<']
const mrvb = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<']
const french = ['IDFRABERTHIER'.padEnd(36, '<'), '8806923102858CORINNE<<<<<<<6512068F6']

test('reads the passport of Doc 9303-4', () => {
  const reading = parse(...td3)
  expect(reading).toMatchObject({
    format: 'TD3',
    documentCode: 'P',
    issuer: 'UTO',
    documentNumber: 'L898902C3',
    surname: 'ERIKSSON',
    givenNames: 'ANNA MARIA',
    nationality: 'UTO',
    birthDate: { year: 1974, month: 8, day: 12, iso: '1974-08-12' },
    sex: 'F',
    expiryDate: '2012-04-15',
    optionalData: 'ZE184226B',
    truncated: false,
    problems: [],
    keys: { documentNumber: 'L898902C3', birthDate: '740812', expiryDate: '120415' },
  })
  expect(reading.checks.map((check) => check.field)).toEqual([
    'documentNumber',
    'birthDate',
    'expiryDate',
    'optionalData',
    'composite',
  ])
})

test.each([
  ['TD2', td2],
  ['TD1', td1],
  ['MRVA', mrva],
  ['MRVB', mrvb],
])('reads the %s example with no problem', (format, lines) => {
  expect(parse(...lines)).toMatchObject({ format, surname: 'ERIKSSON', givenNames: 'ANNA MARIA', problems: [] })
})

test('visas open no chip', () => {
  expect(parse(...mrva).keys).toBeNull()
})

test('reads the French card', () => {
  expect(parse(...french)).toMatchObject({
    format: 'FRA2x36',
    surname: 'BERTHIER',
    givenNames: 'CORINNE',
    documentNumber: '880692310285',
    issueYearMonth: '1988-06',
    expiryDate: null,
    nationality: null,
    birthDate: { iso: '1965-12-06' },
    problems: [],
    keys: null,
  })
})

test('reads department and office of the French card, overseas and Corsica included', () => {
  for (const [department, office] of [
    ['2A<', '001'],
    ['971', '02A'],
    ['92<', '043'],
  ]) {
    const first = `${'IDFRADE<LA<TOUR'.padEnd(30, '<')}${department}${office}`
    const body = '0904923102858MARIE<<ANNE<<<6512068F'.replace(
      '0904923102858',
      `090492310285${checkDigit('090492310285')}`,
    )
    expect(parse(first, body + checkDigit(first + body))).toMatchObject({
      department: department?.replace('<', ''),
      office,
      surname: 'DE LA TOUR',
      givenNames: 'MARIE ANNE',
      issueYearMonth: '2009-04',
      problems: [],
    })
  }
})

test('a TD2 document of France is told from the national card by its check digits', () => {
  const [, second = ''] = td2
  expect(parse('IDFRAERIKSSON<<ANNA<MARIA<<<<<<<<<<<', second)).toMatchObject({ format: 'TD2', problems: [] })
})

test('every single wrong digit in a protected field is noticed', () => {
  for (const column of [0, 5, 9, 13, 19, 22, 27, 30, 42, 43]) {
    const [first = '', second = ''] = td3
    const other = second.charAt(column) === '4' ? '5' : '4'
    const { problems } = parse(first, replaceAt(second, column, other))
    expect(problems.map((p) => p.code)).toContain('mrz_check_digit_failed')
  }
})

function td1With(line1: string, line2: string): string[] {
  const second = line2.padEnd(29, '<')
  const body = line1.slice(5, 30) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18, 29)
  return [line1, second + checkDigit(body), 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']
}

test('a long document number runs on into the optional data of TD1', () => {
  const number = 'D23145890734'
  const line1 = `I<UTO${number.slice(0, 9)}<${number.slice(9)}${checkDigit(number)}<`.padEnd(30, '<')
  const reading = parse(...td1With(line1, '7408122F1204159UTO'))
  expect(reading).toMatchObject({ documentNumber: number, optionalData: '', problems: [] })
  expect(reading.keys?.documentNumber).toBe(number)
  const broken = parse(...td1With(replaceAt(line1, 16, '9'), '7408122F1204159UTO'))
  expect(broken.problems).toEqual([{ code: 'mrz_check_digit_failed', line: 0, from: 18, to: 19 }])
})

test.each([
  ['74<<<<', '1974-XX-XX'],
  ['7408<<', '1974-08-XX'],
  ['<<<<<<', 'XXXX-XX-XX'],
  ['260614', '2026-06-14'],
  ['260616', '1926-06-16'],
])('birth date %s is %s', (text, iso) => {
  const lines = td1With('I<UTOD231458907<<<<<<<<<<<<<<<', `${text}${checkDigit(text)}X1204159UTO`)
  expect(parse(...lines)).toMatchObject({ birthDate: { iso }, sex: 'X', problems: [] })
})

test.each(['740832', '741301', '7<0812', '740230'])('birth date %s is refused', (text) => {
  const lines = td1With('I<UTOD231458907<<<<<<<<<<<<<<<', `${text}${checkDigit(text)}<1204159UTO`)
  expect(parse(...lines).problems.map((p) => p.code)).toContain('mrz_date_invalid')
})

test('a full name field is marked as truncated', () => {
  const name = 'P<UTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K'
  expect(parse(name, td3[1] ?? '')).toMatchObject({
    truncated: true,
    surname: 'NILAVADHANANANDA',
    givenNames: 'CHAYAPA DEJTHAMRONG K',
  })
})

test('a digit in a name, a foreign code, a strange sex and text after the fillers are problems', () => {
  const codes = (...lines: string[]) => parse(...lines).problems.map((p) => p.code)
  expect(codes(replaceAt(td3[0] ?? '', 8, '1'), td3[1] ?? '')).toContain('mrz_character_invalid')
  expect(codes((td3[0] ?? '').replace('UTO', 'HLD'), td3[1] ?? '')).toEqual(['mrz_issuer_unknown'])
  expect(codes(td3[0] ?? '', replaceAt(td3[1] ?? '', 20, 'K'))).toEqual(['mrz_character_invalid'])
  expect(codes(replaceAt(td3[0] ?? '', 43, 'K'), td3[1] ?? '')).toEqual(['mrz_character_invalid'])
  expect(codes((td2[0] ?? '').replace('I<', 'CR'), td2[1] ?? '')).toEqual(['mrz_document_not_identity'])
})

test('Germany is one letter', () => {
  expect(parse((td3[0] ?? '').replace('UTO', 'D<<'), td3[1] ?? '')).toMatchObject({ issuer: 'D', problems: [] })
})

test('what is no MRZ throws a code', () => {
  expect(() => parse('HELLO')).toThrow('mrz_format_unknown')
  expect(() => parse(td3[0] ?? '', 'L898902C36UTO')).toThrow('mrz_line_length')
  expect(() => parse((td3[0] ?? '').toLowerCase(), td3[1] ?? '')).toThrow('mrz_character_invalid')
  expect(() => parse()).toThrow('mrz_format_unknown')
})

test('typed text becomes lines', () => {
  expect(linesOfText(' i<utod231458907\n\n 7408 122f \r\nA«B')).toEqual(['I<UTOD231458907', '7408122F', 'A<<B'])
})
