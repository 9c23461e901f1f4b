import { expect, test } from 'vitest'
import { createRandom } from '../../tests/eval-mrz/specimen/random.ts'
import { inventMrz } from '../../tests/eval-mrz/specimen/people.ts'
import type { MrzFormat } from '../contract/mrz.ts'
import { alphabetsOf } from './candidate.ts'
import type { MrzText } from './candidate.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import { checkDigit } from '../emrtd/lds/mrz/check-digit.ts'
import { settleReadings } from './settle.ts'
import { parseMrz } from '../emrtd/lds/mrz/parse.ts'
import { repairMrz } from './repair.ts'

const now = new Date('2026-06-15T10:00:00Z')
const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

const mrz = (format: MrzFormat, lines: string[], confidence = 99): MrzText => ({
  format,
  lines,
  confidences: lines.map((line) => Array.from(line, () => confidence)),
  others: lines.map((line) => Array.from(line, () => [])),
  hidden: lines.map((line) => Array.from(line, () => false)),
  score: 15,
  weakest: 1,
  by: 'recurrent',
})
/** The same as the other network reads it. */
const again = (...read: Parameters<typeof mrz>): MrzText => ({ ...mrz(...read), by: 'convolutional' })
const put = (lines: string[], line: number, column: number, char: string): string[] =>
  lines.map((text, i) => (i === line ? text.slice(0, column) + char + text.slice(column + 1) : text))

test('right lines stay as they are', () => {
  expect(repairMrz(mrz('TD3', td3), [], now)).toEqual({ lines: td3, corrections: [], supported: true })
})

test.each([
  [1, 5, 'O', '0'],
  [1, 13, '1', '7'],
  [1, 1, 'B', '8'],
  [1, 41, '6', '<'],
])('a misread character under a check digit is put right when another reading saw it', (line, column, wrong, right) => {
  const bad = put(td3, line, column, wrong)
  const repaired = repairMrz(mrz('TD3', bad), [mrz('TD3', put(bad, line, column, right))], now)
  expect(repaired.lines[line]?.charAt(column)).toBe(right)
  expect(repaired.supported).toBe(true)
  expect(repaired.corrections).toEqual([{ line, column, from: wrong, to: right, by: 'check_digit' }])
})

/** A reading that is unsure of one character. */
const unsureAt = (text: MrzText, line: number, column: number): MrzText => {
  text.confidences[line]![column] = 80
  return text
}

test('O for 0 is proposed without a second reading where it was read unsurely, but not called supported', () => {
  const bad = unsureAt(mrz('TD3', put(td3, 1, 5, 'O')), 1, 5)
  const repaired = repairMrz(bad, [], now)
  expect(repaired.lines).toEqual(td3)
  expect(repaired.supported).toBe(false)
})

test.each([
  ['O', 5],
  ['S', 7],
  ['I', 3],
])('a sure %s against which a check digit speaks stays as it was read', (char, column) => {
  const bad = put(td3, 1, column, char)
  expect(repairMrz(mrz('TD3', bad), [], now)).toEqual({ lines: bad, corrections: [], supported: true })
})

test('two sure O that hide from the check digits stay as they were read; with a ground they are proposed as zeros', () => {
  const passport = (number: string): string[] => {
    const second = `${number}${checkDigit(number)}UTO7408122F1204159${'<'.repeat(15)}`
    const body = second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 43)
    return [td3[0]!, second + checkDigit(body)]
  }
  const lines = passport('OOZB12345')
  expect(checkDigit('OOZB12345')).toBe(checkDigit('00ZB12345'))
  expect(repairMrz(mrz('TD3', lines), [], now).lines).toEqual(lines)
  const doubted = unsureAt(unsureAt(mrz('TD3', lines), 1, 0), 1, 1)
  expect(repairMrz(doubted, [], now).lines[1]!.slice(0, 2)).toBe('00')
})

const card = (issuer: string, fromNumber: string): string[] => {
  const first = `ID${issuer}${fromNumber}`.padEnd(30, '<')
  const second = `7408122F300415${checkDigit('300415')}${issuer}`.padEnd(29, '<')
  const body = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18)
  return [first, second + checkDigit(body), 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']
}

test.each([
  ['FRA', '000590493<0017'],
  ['BEL', '000590493<0018'],
  ['UTO', 'D23145890<7349'],
])('the filler of a long number of %s is never made a digit, whatever was read elsewhere', (issuer, printed) => {
  const lines = card(issuer, printed)
  const others = Array.from('0123456789', (digit) => mrz('TD1', put(lines, 0, 14, digit)))
  const doubted = unsureAt(mrz('TD1', lines), 0, 14)
  expect(repairMrz(doubted, others, now).lines[0]!.charAt(14)).toBe('<')
})

test('what is proposed is shown to the clerk, and never certain, even where another reading saw it', () => {
  const bad = put(td3, 1, 5, 'O')
  const readings = [mrz('TD3', bad), mrz('TD3', bad), unsureAt(mrz('TD3', td3), 1, 5)]
  const { capture } = settleReadings(readings, 'image', now)
  expect(capture.lines).toEqual(td3)
  expect(capture.certain).toBe(false)
  expect(capture.uncertain).toEqual([{ line: 1, column: 5, why: 'proposed' }])
})

test('a check digit that was not read is worked out, but not called supported', () => {
  const repaired = repairMrz(mrz('TD3', put(td3, 1, 43, '<')), [], now)
  expect(repaired.lines).toEqual(td3)
  expect(repaired.supported).toBe(false)
})

test('names are never repaired', () => {
  const bad = put(td3, 0, 6, 'P')
  expect(repairMrz(mrz('TD3', bad), [mrz('TD3', td3)], now).corrections).toEqual([])
})

test('what two equally likely changes explain is left alone', () => {
  const bad = put(put(td3, 1, 3, '4'), 1, 17, '9')
  const { lines, corrections } = repairMrz(mrz('TD3', bad), [], now)
  if (corrections.length > 0) expect(parseMrz(lines, { now }).problems).toEqual([])
  else expect(lines).toEqual(bad)
})

test('two equal sure readings of different networks are certain; one reading, or two of one network, never are', () => {
  expect(settleReadings([mrz('TD3', td3), again('TD3', td3)], 'image', now).capture.certain).toBe(true)
  expect(settleReadings([mrz('TD3', td3), mrz('TD3', td3)], 'image', now).capture.certain).toBe(false)
  expect(settleReadings([mrz('TD3', td3)], 'image', now).capture.certain).toBe(false)
})

test('a name on which readings differ is uncertain, at that position', () => {
  const { capture } = settleReadings([mrz('TD3', td3), again('TD3', put(td3, 0, 6, 'P'))], 'image', now)
  expect(capture.certain).toBe(false)
  expect(capture.uncertain).toEqual([{ line: 0, column: 6 }])
})

test('an unsure reading makes a letter of a name uncertain, not one that a check digit settles', () => {
  const unsure = (line: number, column: number): object[] =>
    settleReadings([unsureAt(mrz('TD3', td3), line, column), again('TD3', td3)], 'image', now).capture.uncertain
  expect(unsure(0, 10)).toEqual([{ line: 0, column: 10 }])
  expect(unsure(1, 2)).toEqual([])
})

test('a name all readings doubt is uncertain', () => {
  expect(settleReadings([mrz('TD3', td3, 80), again('TD3', td3, 80)], 'image', now).capture.certain).toBe(false)
})

test('an unknown nationality, a wrong check digit and an unsupported repair are never certain', () => {
  const certain = (lines: string[]): boolean =>
    settleReadings([mrz('TD3', lines), again('TD3', lines)], 'image', now).capture.certain
  expect(certain(put(td3, 1, 12, 'Q'))).toBe(false)
  expect(certain(put(td3, 1, 43, '7'))).toBe(false)
  expect(certain(put(td3, 1, 5, 'O'))).toBe(false)
})

test('zeros of which a network thinks that they may be letters are certain only where a check digit tells', () => {
  const wavering = (lines: string[]): MrzText => ({
    ...mrz('MRVB', lines),
    others: lines.map((line) => Array.from(line, (char) => (char === '0' ? [{ char: 'O', share: 0.2 }] : []))),
  })
  const columns = (lines: string[]): number[] =>
    settleReadings([wavering(lines), again('MRVB', lines)], 'image', now).capture.uncertain.map(({ column }) => column)
  const visa = (number: string, optional = ''): string[] => [
    'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<',
    `${number}${checkDigit(number)}XXX4009078F9612109${optional.padEnd(8, '<')}`,
  ]
  // Optional data of a visa have no check digit.
  expect(columns(visa('L8988901C', 'FX06'))).toEqual([30])
  expect(columns(visa('L8988901C', '0506'))).toEqual([])
  // OO for 00 keeps the check digit where the weights are 7 and 3, not where they are 7 and 1.
  expect(checkDigit('OO2384304')).toBe(checkDigit('002384304'))
  expect(columns(visa('002384304'))).toEqual([0, 1])
  expect(checkDigit('O2O384314')).not.toBe(checkDigit('020384314'))
  expect(columns(visa('020384314'))).toEqual([])
  expect(columns(visa('210384305'))).toEqual([])
  expect(columns(visa('AB0084315'))).toEqual([])
  expect(columns(visa('AB3004315'))).toEqual([3, 4])
})

const formats = ['TD1', 'TD2', 'TD3', 'MRVA', 'MRVB', 'FRA2x36'] as const

test('on 1,200 invented MRZs with one look-alike swapped, what is called certain is right', () => {
  const random = createRandom(4)
  const swaps: Record<string, string> = {
    '0': 'O',
    O: '0',
    '8': 'B',
    B: '8',
    '5': 'S',
    S: '5',
    '1': 'I',
    '6': 'G',
    M: 'H',
  }
  let certain = 0
  for (let i = 0; i < 1200; i++) {
    const format = random.pick(formats)
    const lines = inventMrz(random, format)
    const line = random.integer(0, lines.length - 1)
    const column = random.integer(0, (lines[0] ?? '').length - 1)
    const swap = swaps[lines[line]?.charAt(column) ?? '']
    const bad = swap ? put(lines, line, column, swap) : lines
    const { capture } = settleReadings([mrz(format, bad), again(format, lines)], 'image', now)
    if (!capture.certain) continue
    certain++
    expect(capture.lines).toEqual(lines)
  }
  expect(certain).toBeGreaterThan(300)
})

test('invented MRZs of every format parse without a problem but dates', () => {
  const random = createRandom(9)
  for (let i = 0; i < 300; i++) {
    const format = random.pick(formats)
    const reading = parseMrz(inventMrz(random, format), { now })
    expect(reading.format).toBe(format)
    expect(reading.problems).toEqual([])
  }
})

test('year and month of a French card are digits, the second of its department is not', () => {
  const alphabets = alphabetsOf(layouts.FRA2x36)[1]!
  expect(alphabets.slice(0, 7)).toEqual(['digit', 'digit', 'digit', 'digit', 'digit', 'any', 'any'])
})
