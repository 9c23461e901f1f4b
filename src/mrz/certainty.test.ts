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
  const hidden = lines.map((line) => Array.from(line, () => false))
  return { format: 'TD3', lines: [...lines], confidences, others, hidden, score: 15, weakest: 1, by: 'recurrent' }
}

const byOther = (mrz: MrzText): MrzText => ({ ...mrz, by: 'convolutional' })

function uncertain(mrz: MrzText, ...others: MrzText[]): Position[] {
  const reading = parseMrz(lines, { now })
  return uncertainPositions({ reading, readings: [mrz, ...others], corrections: [] })
}

describe('a letter of a name, which no check digit protects', () => {
  test.each([
    [97, 97, []],
    [97, 50, []],
    [97, 49, [name]],
    [96, 96, [name]],
    [60, 60, [name]],
    [40, 40, [name]],
  ])('read by one network with %i and with %i, surely by the other', (first, second, expected) =>
    expect(uncertain(seen([name, first]), seen([name, second]), byOther(seen()))).toEqual(expected),
  )

  test('surely by one network and never so by the other', () =>
    expect(uncertain(seen(), seen(), byOther(seen([name, 96])))).toEqual([name]))

  test('read otherwise in one reading', () => {
    const other = byOther(seen())
    other.lines[0] = 'P<UTOERJ' + other.lines[0]!.slice(8)
    expect(uncertain(seen(), seen(), other)).toEqual([{ line: 0, column: 7 }])
  })
})

describe('characters under one check digit that agrees', () => {
  test('a single doubt is settled by it', () => expect(uncertain(seen([numberDigit, 40]), seen())).toEqual([]))

  test('two doubts could cancel out: both stay', () =>
    expect(uncertain(seen([numberDigit, 40], [laterDigit, 40]), seen())).toEqual([numberDigit, laterDigit]))

  test('two doubts under two check digits are both settled', () =>
    expect(uncertain(seen([numberDigit, 40], [{ line: 1, column: 14 }, 40]), seen())).toEqual([]))

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
    const evidence = { reading, readings: [seen()], corrections }
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
  const positions = uncertainPositions({ reading, readings: [mrz, mrz], corrections: [] })
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
    const uncertain = uncertainPositions({ reading, readings: [mrz, mrz], corrections: [] })
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

  test('zeros are zeros where both networks read them surely and neither thinks of an O', () => {
    const changed = second((line) => `00ZB00002${line.slice(9)}`)
    const doubted = (share: number): Position[] => {
      const mrz = { ...seen(), lines: changed }
      const other = byOther({
        ...mrz,
        others: mrz.others.map((row) => row.map((): { char: string; share: number }[] => [])),
      })
      other.others[1]![0] = [{ char: 'O', share }]
      const reading = parseMrz(changed, { now })
      return uncertainPositions({ reading, readings: [mrz, other], corrections: [] })
    }
    expect(doubted(0.09)).toEqual([])
    expect(doubted(0.1)).toEqual([{ line: 1, column: 0, why: 'zero_or_letter' }])
  })

  test.each([
    ['I', []],
    ['O', [{ line: 1, column: 2, why: 'zero_or_letter' }]],
  ])('of the letters that numbers seldom hold, %s read surely by both networks', (letter, expected) => {
    const mrz = { ...seen(), lines: second((line) => `L8${letter}8902C3${line.slice(9)}`) }
    // A second doubt under the same check digit keeps it from settling the letter.
    const doubtful = { ...mrz, confidences: mrz.confidences.map((row) => [...row]) }
    doubtful.confidences[1]![4] = 40
    const reading = parseMrz(mrz.lines, { now })
    const uncertain = uncertainPositions({ reading, readings: [doubtful, byOther(mrz)], corrections: [] })
    expect(uncertain.filter(({ column }) => column === 2)).toEqual(expected)
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

  test('is said where doubted letters crowd and the rest was read well, of the two places to either side too', () => {
    const less = doubtsAt(8, 9, 11)
    const shown = [6, 7, 8, 9, 10, 11, 12, 13].map((column) => ({ line: 0, column, why: 'covered_names' }))
    expect(uncertain(seen(...less), seen(...less))).toEqual(shown)
  })

  test('is said of no place outside the name', () => {
    const less = doubtsAt(5, 6, 7)
    const columns = uncertain(seen(...less), seen(...less)).map(({ column }) => column)
    expect(columns).toEqual([5, 6, 7, 8, 9])
  })

  test('is not said of letters far from one another', () =>
    expect(whysOf(...doubtsAt(6, 15, 24))).toEqual([undefined, undefined, undefined]))

  test('is not said of a picture that is poor all over', () => {
    const elsewhere = Array.from({ length: 10 }, (_, i): [Position, number] => [{ line: 1, column: 28 + i }, 40])
    expect(whysOf(...doubtsAt(6, 7, 9), ...elsewhere)).not.toContain('covered_names')
  })
})
