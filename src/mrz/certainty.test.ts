import { describe, expect, test } from 'vitest'
import { checkDigit } from '../emrtd/lds/mrz/check-digit.ts'
import { parseMrz } from '../emrtd/lds/mrz/parse.ts'
import type { MrzText } from './candidate.ts'
import { isForClerkAlone, uncertainPositions } from './certainty.ts'
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

  test('a correction is shown, whatever check digit agrees: it was chosen so', () => {
    const corrections = [numberDigit, laterDigit].map((position) => ({
      ...position,
      from: 'B',
      to: '8',
      by: 'check_digit' as const,
    }))
    const reading = parseMrz(lines, { now })
    const mrz = seen()
    const evidence = { reading, mrz, readings: [mrz], corrections }
    expect(uncertainPositions(evidence)).toEqual(
      [numberDigit, laterDigit].map((position) => ({ ...position, why: 'proposed' })),
    )
    expect(uncertainPositions({ ...evidence, corrections: corrections.slice(0, 1) })).toHaveLength(1)
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

describe('what no further cut settles is told apart', () => {
  const judged = (changed: string[], ...less: [Position, number][]) => {
    const mrz = { ...seen(...less), lines: changed }
    const reading = parseMrz(changed, { now })
    const uncertain = uncertainPositions({ reading, mrz, readings: [mrz, mrz], corrections: [] })
    return { whys: [...new Set(uncertain.map(({ why }) => why))], isForClerkAlone: isForClerkAlone(uncertain) }
  }
  /** Changes the second line and makes its check digits agree again. */
  const second = (change: (line: string) => string): string[] => {
    const text = change(lines[1]!)
    const number = text.slice(0, 9) + checkDigit(text.slice(0, 9))
    const birth = text.slice(13, 19) + checkDigit(text.slice(13, 19))
    const rest = text.slice(10, 13) + birth + text.slice(20, 43)
    const body = number + birth + text.slice(21, 43)
    return [lines[0]!, number + rest + checkDigit(body)]
  }

  test.each([
    ['a state that is none', [lines[0]!.replace('UTO', 'UTQ'), lines[1]!], 'unknown_code'],
    ['a day that is none', second((line) => line.replace('740812', '740832')), 'impossible_date'],
    ['zeros that may be letters', second((line) => `00ZB00002${line.slice(9)}`), 'zero_or_letter'],
    ['a letter O in a number', second((line) => `L8O8902C3${line.slice(9)}`), undefined],
  ])('%s', (_, changed, why) => {
    const { whys, isForClerkAlone: alone } = judged(changed)
    expect(whys).toEqual(why === undefined ? [] : [why])
    expect(alone).toBe(true)
  })

  test('a code that is none but was read unsurely may be read better', () => {
    const { isForClerkAlone: alone } = judged(
      [lines[0]!.replace('UTO', 'UTQ'), lines[1]!],
      [{ line: 0, column: 4 }, 80],
    )
    expect(alone).toBe(false)
  })

  test('a check digit that does not agree may be read better', () => {
    expect(judged([lines[0]!, `${lines[1]!.slice(0, 43)}7`]).isForClerkAlone).toBe(false)
  })

  test('fillers of names parted unusually are shown', () => {
    const names = 'P<UTOKHAN<<<MUHAMMAD'.padEnd(44, '<')
    expect(judged([names, lines[1]!]).whys).toEqual(['unusual_names'])
  })
})

describe('something over the name', () => {
  const doubtsAt = (...columns: number[]): [Position, number][] => columns.map((column) => [{ line: 0, column }, 40])
  const whysOf = (...less: [Position, number][]) =>
    uncertain(seen(...less), seen(...less)).map((position) => ('why' in position ? position.why : undefined))

  test('is said where doubted letters crowd and the rest was read well', () =>
    expect(whysOf(...doubtsAt(6, 7, 9))).toEqual(['covered_names', 'covered_names', 'covered_names']))

  test('is not said of letters far from one another', () =>
    expect(whysOf(...doubtsAt(6, 15, 24))).toEqual([undefined, undefined, undefined]))

  test('is not said of a picture that is poor all over', () => {
    const elsewhere = Array.from({ length: 10 }, (_, i): [Position, number] => [{ line: 1, column: 28 + i }, 40])
    expect(whysOf(...doubtsAt(6, 7, 9), ...elsewhere)).not.toContain('covered_names')
  })
})
