import { expect, test } from 'vitest'
import { alignToGrid, cellsFrom, variantsOf } from './align.ts'
import type { RecognisedSymbol } from './recogniser.ts'

const pitch = 21.5
const at = (char: string, column: number, confidence = 98): RecognisedSymbol => ({
  char,
  confidence,
  others: [],
  from: 16 + column * pitch - 5,
  to: 16 + column * pitch + 5,
})
const symbols = (text: string): RecognisedSymbol[] => [...text].map((char, i) => at(char, i))
const textOf = (list: RecognisedSymbol[]): string | undefined =>
  alignToGrid(list)
    ?.cells.map((cell) => cell?.char ?? '?')
    .join('')

test('a whole line keeps its characters', () => {
  expect(textOf(symbols('P<UTOERIKSSON<<ANNA'))).toBe('P<UTOERIKSSON<<ANNA')
})

test('a dropped character leaves an empty position', () => {
  const list = symbols('P<UTOERIKSSON').filter((_, i) => i !== 6)
  expect(textOf(list)).toBe('P<UTOE?IKSSON')
})

test('of two characters in one position the surer stays', () => {
  const list = [...symbols('P<UTOERIKSSON'), { ...at('8', 4, 60), from: 16 + 4 * pitch, to: 16 + 4 * pitch + 4 }]
  expect(textOf(list)).toBe('P<UTOERIKSSON')
})

test('a pitch that grows along the line does no harm', () => {
  const list = [...'L898902C36UTO7408122F1204159ZE184226B<<<<<10'].map((char, i) => {
    const x = 20 * i + 0.06 * i * i
    return { char, confidence: 98, from: x, to: x + 10, others: [] }
  })
  expect(textOf(list)).toBe('L898902C36UTO7408122F1204159ZE184226B<<<<<10')
})

test('too few characters make no line', () => {
  expect(alignToGrid(symbols('ABCD'))).toBeNull()
})

test('cells outside the grid are empty', () => {
  const grid = alignToGrid(symbols('ABCDEF'))
  expect(grid && cellsFrom(grid.cells, -1, 8).map((cell) => cell?.char ?? null)).toEqual([null, ...'ABCDEF', null])
})

test('a first and a last symbol that reach into the margins keep their positions', () => {
  const list = symbols('P<UTOERIKSSON')
  list[0]!.from -= 24
  list.at(-1)!.to += 24
  expect(textOf(list)).toBe('P<UTOERIKSSON')
})

test('a first symbol far out leaves a gap on the grid, none in the sequence', () => {
  const list = symbols('JV71717481COD')
  list[0] = { ...list[0]!, from: -31, to: -21 }
  const grid = alignToGrid(list)
  expect(grid && variantsOf(grid).map((cells) => cells.map((cell) => cell?.char ?? '?').join(''))).toEqual([
    'J??V71717481COD',
    'JV71717481COD',
  ])
})
