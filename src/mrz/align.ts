import type { Other, RecognisedSymbol } from './recogniser.ts'

/** One position of a line: what stands there, how sure the recogniser was (0-100), what else it may be, whether it was faded; null where nothing was recognised. */
export type Cell = { char: string; confidence: number; others: readonly Other[]; faded: boolean } | null

/**
 * Symbols on the even grid of a fixed-pitch line; `cells` runs from the first to the last symbol. `sequence` is what was
 * recognised without regard to position: better where the recogniser's positions are worse than its count.
 */
export type Grid = { cells: Cell[]; sequence: Cell[] }

/** Ways to lay a line under a layout. */
export const variantsOf = ({ cells, sequence }: Grid): Cell[][] =>
  sequence.length === cells.length && sequence.every((cell, i) => cell?.char === cells[i]?.char)
    ? [cells]
    : [cells, sequence]

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!
const centre = (symbol: RecognisedSymbol): number => (symbol.from + symbol.to) / 2

/** Middle of each symbol; the first and the last may reach far into the margin, so they count from their inner side. */
function centresOf(sorted: readonly RecognisedSymbol[]): number[] {
  const half = median(sorted.map((symbol) => symbol.to - symbol.from)) / 2
  return sorted.map((symbol, i) => {
    if (i === 0) return Math.max(centre(symbol), symbol.to - half)
    return i === sorted.length - 1 ? Math.min(centre(symbol), symbol.from + half) : centre(symbol)
  })
}

/** Column of each symbol, counted step by step so that a pitch that drifts slowly along the line does no harm. */
function stepColumns(centres: number[], pitch: number): number[] {
  const columns = [0]
  let local = pitch
  for (let i = 1; i < centres.length; i++) {
    const gap = centres[i]! - centres[i - 1]!
    const steps = Math.max(0, Math.round(gap / local))
    if (steps === 1) local += 0.15 * (Math.min(1.15 * pitch, Math.max(0.85 * pitch, gap)) - local)
    columns.push(columns[i - 1]! + steps)
  }
  return columns
}

/**
 * Puts symbols on a grid of equal steps (OCR-B is fixed pitch, Doc 9303-3 §4.4): a dropped letter leaves an empty cell, of
 * two symbols in one cell the surer one stays. Null with fewer than five symbols.
 */
export function alignToGrid(symbols: readonly RecognisedSymbol[]): Grid | null {
  if (symbols.length < 5) return null
  const sorted = [...symbols].sort((a, b) => centre(a) - centre(b))
  const centres = centresOf(sorted)
  const pitch = median(centres.slice(1).map((x, i) => x - centres[i]!))
  if (pitch <= 0) return null
  const columns = stepColumns(centres, pitch)
  const cells: Cell[] = Array.from({ length: columns.at(-1)! + 1 }, () => null)
  const sequence = sorted.map(({ char, confidence, others, faded = false }) => ({ char, confidence, others, faded }))
  sequence.forEach((cell, i) => {
    const column = columns[i]!
    const present = cells[column]
    if (!present || present.confidence < cell.confidence) cells[column] = cell
  })
  return { cells, sequence }
}

/** `width` cells starting at `offset`, which may lie before the first or after the last of them. */
export function cellsFrom(cells: readonly Cell[], offset: number, width: number): Cell[] {
  return Array.from({ length: width }, (_, i) => cells[offset + i] ?? null)
}
