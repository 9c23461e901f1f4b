import { describe, expect, test } from 'vitest'
import type { Cell } from './align.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'
import { assembleMrz, type MrzText } from './candidate.ts'

const specimens = {
  TD3: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'],
  TD1: ['I<UTOD231458907<<<<<<<<<<<<<<<', '7408122F1204159UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'],
} as const
type Change = { line: number; column: number; char: string; others?: { char: string; share: number }[] }

/** A specimen as a recogniser saw it, sure of every sign, but for one that it took for another. */
function read(lines: readonly string[], { line, column, char, others = [] }: Change): MrzText {
  const grids = lines.map((text, i) => {
    const cells = Array.from(text, (own, j): Cell => {
      const isIt = i === line && j === column
      return { char: isIt ? char : own, confidence: 99, others: isIt ? others : [], faded: false }
    })
    return { cells, sequence: cells }
  })
  return assembleMrz(grids, 'recurrent')!
}
const seen = (lines: readonly string[], change: Change): string =>
  read(lines, change).lines[change.line]!.charAt(change.column)

describe('a check digit after a run of fillers that is taken for one more', () => {
  const places = [
    ['composite of a passport', specimens.TD3, 1, 43],
    ['optional data’s of a passport', specimens.TD3, 1, 42],
    ['composite of a card', specimens.TD1, 1, 29],
    ['birth date’s of a card', specimens.TD1, 1, 6],
  ] as const
  test.each(places)('the %s is the digit that the recogniser thought of next', (_what, lines, line, column) => {
    const others = [
      { char: 'K', share: 0.3 },
      { char: '6', share: 0.1 },
    ]
    expect(seen(lines, { line, column, char: '<', others })).toBe('6')
  })

  test.each(places)('the %s without another thought is wrong, and nothing is made up', (_what, lines, line, column) => {
    const text = read(lines, { line, column, char: '<' })
    expect(text.lines[line]!.charAt(column)).toBe('<')
    expect(verifyChecks(layouts[text.format], text.lines).some(({ ok }) => !ok)).toBe(true)
  })
})

test('where a layout lets a filler stand for it, it stands: optional data of a passport that is empty', () => {
  const [first, second] = specimens.TD3
  const empty = `${second.slice(0, 28)}<<<<<<<<<<<<<<<${second.slice(43)}`
  expect(seen([first, empty], { line: 1, column: 42, char: '<' })).toBe('<')
})
