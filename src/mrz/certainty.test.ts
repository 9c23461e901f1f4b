import { describe, expect, test } from 'vitest'
import { parseMrz } from '../emrtd/lds/mrz/parse.ts'
import type { MrzText } from './candidate.ts'
import { uncertainPositions } from './certainty.ts'
import type { Position } from './position.ts'

const now = new Date('2026-06-15T10:00:00Z')
const lines = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const name: Position = { line: 0, column: 6 }
const numberDigit: Position = { line: 1, column: 2 }
const laterDigit: Position = { line: 1, column: 4 }

/** The right lines as read with these confidences at these positions, and 99 elsewhere. */
function seen(...less: [Position, number][]): MrzText {
  const confidences = lines.map((line) => Array.from(line, () => 99))
  for (const [{ line, column }, confidence] of less) confidences[line]![column] = confidence
  const others = lines.map((line) => Array.from(line, () => []))
  return { format: 'TD3', lines: [...lines], confidences, others, score: 15, weakest: 1 }
}

function uncertain(mrz: MrzText, ...others: MrzText[]): Position[] {
  const reading = parseMrz(lines, { now })
  return uncertainPositions({ reading, mrz, readings: [mrz, ...others], corrections: [] })
}

describe('a letter of a name, which no check digit protects', () => {
  test.each([
    [99, 99, []],
    [97, 97, []],
    [97, 90, []],
    [97, 89, [name]],
    [96, 99, [name]],
    [90, 90, [name]],
    [60, 60, [name]],
  ])('read with %i and with %i', (first, second, expected) =>
    expect(uncertain(seen([name, first]), seen([name, second]))).toEqual(expected),
  )

  test.each([
    [0.029, []],
    [0.03, [name]],
  ])('with a second thought of %d', (share, expected) => {
    const wavering = seen()
    wavering.others[name.line]![name.column] = [{ char: 'P', share }]
    expect(uncertain(seen(), wavering)).toEqual(expected)
  })
})

describe('characters under one check digit that agrees', () => {
  test('a single doubt is settled by it', () => expect(uncertain(seen([numberDigit, 60]), seen())).toEqual([]))

  test('two doubts could cancel out: both stay', () =>
    expect(uncertain(seen([numberDigit, 60], [laterDigit, 60]), seen())).toEqual([numberDigit, laterDigit]))

  test('two doubts under two check digits are both settled', () =>
    expect(uncertain(seen([numberDigit, 60], [{ line: 1, column: 14 }, 60]), seen())).toEqual([]))

  test('a doubt is not settled where another reading saw what weighs the same', () => {
    // J counts 19, which is 9 and ten: the digit agrees with either.
    const other = seen()
    other.lines[1] = `L8J${lines[1]!.slice(3)}`
    expect(uncertain(seen(), other)).toEqual([numberDigit])
  })

  test('a correction is a doubt like any other', () => {
    const corrections = [numberDigit, laterDigit].map((position) => ({
      ...position,
      from: 'B',
      to: '8',
      by: 'check_digit' as const,
    }))
    const reading = parseMrz(lines, { now })
    const mrz = seen()
    const evidence = { reading, mrz, readings: [mrz], corrections }
    expect(uncertainPositions(evidence)).toEqual([numberDigit, laterDigit])
    expect(uncertainPositions({ ...evidence, corrections: corrections.slice(0, 1) })).toEqual([])
  })
})

test('every position of a problem is uncertain, however surely it was read', () => {
  const wrong = [lines[0]!, `${lines[1]!.slice(0, 13)}7409122${lines[1]!.slice(20)}`]
  const reading = parseMrz(wrong, { now })
  const mrz = { ...seen(), lines: wrong }
  const positions = uncertainPositions({ reading, mrz, readings: [mrz, mrz], corrections: [] })
  // The birth date's check digit and the composite one.
  expect(positions).toEqual([
    { line: 1, column: 19 },
    { line: 1, column: 43 },
  ])
})
