import { expect, test } from 'vitest'
import { codeOf } from '../contract/failure.ts'
import { MrzReading } from '../contract/mrz.ts'
import { parseMrzLines } from './parse-mrz-lines.ts'

const now = new Date('2026-06-01T00:00:00Z')
const passport = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

test('an MRZ is read in the contract’s terms, nothing more and nothing less', () => {
  const reading = parseMrzLines(passport, { now })
  expect(MrzReading.strict().parse(reading)).toEqual(reading)
  expect(reading.surname).toBe('ERIKSSON')
})

test.each([
  [['A'], 'mrz_format_unknown'],
  [[passport[0]!, 'L898902C36UTO'], 'mrz_line_length'],
  [[passport[0]!, passport[1]!.replace('6U', '*U')], 'mrz_character_invalid'],
])('lines that are no MRZ end in the contract’s code %#', (lines, code) => {
  const thrown = () => {
    try {
      return parseMrzLines(lines, { now })
    } catch (error) {
      return codeOf(error)
    }
  }
  expect(thrown()).toBe(code)
})
