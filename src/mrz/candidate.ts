import type { MrzField, MrzFormat } from '../contract/mrz.ts'
import { cellsFrom, variantsOf } from './align.ts'
import type { Cell, Grid } from './align.ts'
import { coerce, fitsAlphabet } from './confusions.ts'
import { layouts, textAt } from '../emrtd/lds/mrz/layouts.ts'
import type { Alphabet, Layout } from '../emrtd/lds/mrz/layouts.ts'
import { fillerMayStand } from '../emrtd/lds/mrz/long-number.ts'
import { parseNames } from '../emrtd/lds/mrz/names.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'
import type { Other, ReaderKind } from './recogniser.ts'
import { isKnownDocumentCode, isKnownState } from '../emrtd/lds/mrz/states.ts'

/**
 * One reading of an MRZ at a format's fixed width. A confidence (0-100) is 0 where nothing was recognised and at most 50
 * where a look-alike took the place of a character that cannot stand there. `others` is what each character may be instead.
 * `hidden` is where a reading saw nothing rather than something else: the letter had faded, or none was found among faded ones.
 * `weakest` is the least share of its possible score that any line reached; `by` is the network that read it.
 */
export type MrzText = {
  format: MrzFormat
  lines: string[]
  confidences: number[][]
  others: (readonly Other[])[][]
  hidden: boolean[][]
  score: number
  weakest: number
  by: ReaderKind
}

const alphabetMaps = new Map<MrzFormat, Alphabet[][]>()

/** The alphabet of every position of a format; fillers are always allowed. */
export function alphabetsOf(layout: Layout): Alphabet[][] {
  let map = alphabetMaps.get(layout.format)
  if (map) return map
  map = Array.from({ length: layout.lines }, () => Array.from({ length: layout.width }, (): Alphabet => 'any'))
  for (const { line, from, to, alphabet } of layout.fields) for (let i = from; i < to; i++) map[line]![i] = alphabet
  for (const { line, from, to } of layout.digits ?? []) map[line]!.fill('digit', from, to)
  for (const { at } of layout.checks) map[at.line]![at.column] = 'check'
  alphabetMaps.set(layout.format, map)
  return map
}

/** The character of a cell, or where its alphabet forbids it, the recogniser's next thought that it allows, or a look-alike. */
function charFor({ char, others }: NonNullable<Cell>, alphabet: Alphabet): string {
  if (fitsAlphabet(char, alphabet)) return char
  return others.find((other) => fitsAlphabet(other.char, alphabet))?.char ?? coerce(char, alphabet)
}

/** Cells as characters that may stand there: a check digit is one of ten, but for the fillers that its layout lets stand. */
function typed(layout: Layout, line: number, cells: Cell[]): string {
  const alphabets = alphabetsOf(layout)[line]!
  const text = cells.map((cell, i) => (cell ? charFor(cell, alphabets[i]!) : '<')).join('')
  const lines = Array.from({ length: layout.lines }, (_, i) => (i === line ? text : ''))
  return layout.checks.reduce((row, check) => {
    const { column } = check.at
    const isFiller = check.at.line === line && cells[column]?.char === '<'
    if (!isFiller || !fillerMayStand(layout, check, lines)) return row
    return `${row.slice(0, column)}<${row.slice(column + 1)}`
  }, text)
}

/** Second thoughts that may stand where `char` was put. */
function othersOf(cell: Cell, char: string, alphabet: Alphabet): Other[] {
  if (!cell || cell.char !== char) return []
  return cell.others.filter((other) => other.char !== char && fitsAlphabet(other.char, alphabet))
}

function confidenceOf(cell: Cell, char: string): number {
  if (!cell) return 0
  return cell.char === char ? cell.confidence : Math.min(50, cell.confidence)
}

/** A character that was faded, or one that was not found beside such. */
function isHidden(cells: Cell[], column: number): boolean {
  const cell = cells[column]
  if (cell) return cell.faded
  const before = cells.slice(0, column).findLast((other) => other !== null)
  const after = cells.slice(column).find((other) => other !== null)
  return before?.faded === true || after?.faded === true
}

/** How much of a line's own structure holds, whatever the other lines say; the higher the better. */
function lineScore(layout: Layout, line: number, text: string, cells: Cell[]): number {
  const lines = Array.from({ length: layout.lines }, (_, i) => (i === line ? text : '<'.repeat(layout.width)))
  let score = 0
  const checks = verifyChecks(layout, lines)
  layout.checks.forEach((check, i) => {
    if (check.field !== 'composite' && check.at.line === line && !/^<+$/.test(textAt(lines, check.over[0]!)))
      score += checks[i]!.ok ? 3 : 0
  })
  for (const position of layout.fields) {
    if (position.line !== line) continue
    const value = textAt(lines, position)
    if (position.field === 'documentCode') score += isKnownDocumentCode(layout.format, value) ? 1.5 : -0.5
    if (position.field === 'issuer' || position.field === 'nationality')
      score += isKnownState(value.replace(/<+$/, '')) ? 1.5 : -0.5
    if (position.field === 'names') score += parseNames(value).shape !== null ? 1 : -0.5
    if (position.field === 'sex') score += /[FMX<]/.test(value) ? 0.5 : -0.5
  }
  const alphabets = alphabetsOf(layout)[line]!
  cells.forEach((cell, i) => {
    if (!cell) score -= 0.4
    else if (coerce(cell.char, alphabets[i]!) !== cell.char) score -= 0.15
    else if (cell.char !== '<' && /[0-9]/.test(cell.char) !== (alphabets[i] === 'digit' || alphabets[i] === 'check'))
      score -= alphabets[i] === 'any' || alphabets[i] === 'letter' ? 0 : 0.5
    else if (alphabets[i] === 'letter' && /[0-9]/.test(cell.char)) score -= 0.5
  })
  return score
}

/** What a line scores at most when all its parts hold. */
function bestScore(layout: Layout, line: number): number {
  const parts: Partial<Record<MrzField, number>> = {
    documentCode: 1.5,
    issuer: 1.5,
    nationality: 1.5,
    names: 1,
    sex: 0.5,
  }
  const fields = layout.fields.filter((position) => position.line === line)
  const checks = layout.checks.filter((check) => check.field !== 'composite' && check.at.line === line)
  return fields.reduce((sum, { field }) => sum + (parts[field] ?? 0), 3 * checks.length)
}

/** What it costs to take symbols for strays: sure ones are dearer, so that of two ends the less sure one falls off. */
function costOf(dropped: Cell[]): number {
  return dropped.reduce((sum, cell) => sum + (cell ? 0.3 * Math.exp((cell.confidence - 100) / 35) : 0), 0)
}

type FittedLine = { cells: Cell[]; text: string; score: number }

/** The best position of a recognised line under the layout: strays beside the MRZ fall off, missing ends stay empty. */
function fitLine(layout: Layout, line: number, grid: Grid): FittedLine {
  let best: FittedLine | null = null
  for (const row of variantsOf(grid)) {
    const extra = row.length - layout.width
    for (let offset = Math.max(-12, Math.min(0, extra)); offset <= Math.min(12, Math.max(0, extra)); offset++) {
      const cells = cellsFrom(row, offset, layout.width)
      const text = typed(layout, line, cells)
      const dropped = [...row.slice(0, Math.max(0, offset)), ...row.slice(Math.max(0, offset + layout.width))]
      const score = lineScore(layout, line, text, cells) - costOf(dropped) - Math.abs(extra) * 0.1
      if (!best || score > best.score) best = { cells, text, score }
    }
  }
  const none = Array.from({ length: layout.width }, () => null)
  return best ?? { cells: none, text: '<'.repeat(layout.width), score: -layout.width }
}

function formatsFor(lines: number, lengths: number[]): MrzFormat[] {
  const length = [...lengths].sort((a, b) => a - b)[Math.floor(lengths.length / 2)]!
  if (lines === 3) return ['TD1']
  return length < 40 ? ['TD2', 'FRA2x36', 'MRVB'] : ['TD3', 'MRVA']
}

function assemble(format: MrzFormat, grids: Grid[], by: ReaderKind): MrzText {
  const layout = layouts[format]
  const placed = grids.map((grid, line) => fitLine(layout, line, grid))
  const lines = placed.map((p) => p.text)
  const checks = verifyChecks(layout, lines)
  const composite = checks.find((check) => check.field === 'composite')
  return {
    format,
    lines,
    confidences: placed.map((p) => p.cells.map((cell, i) => confidenceOf(cell, p.text.charAt(i)))),
    others: placed.map((p, line) =>
      p.cells.map((cell, i) => othersOf(cell, p.text.charAt(i), alphabetsOf(layout)[line]![i]!)),
    ),
    hidden: placed.map(({ cells }) => cells.map((_, i) => isHidden(cells, i))),
    score: placed.reduce((sum, p) => sum + p.score, 0) + (composite?.ok ? 3 : 0) - kindPenalty(format, lines),
    weakest: Math.min(...placed.map((p, line) => p.score / bestScore(layout, line))),
    by,
  }
}

/** Visas start with V and the French card with IDFRA; every other document must not look like them. */
function kindPenalty(format: MrzFormat, [first = '']: string[]): number {
  if (format === 'FRA2x36') return first.startsWith('IDFRA') ? 0 : 20
  return first.startsWith('V') === (format === 'MRVA' || format === 'MRVB') ? 0 : 4
}

/** The likeliest MRZ that grids of recognised lines make, over the formats with that many lines; null without lines. */
export function assembleMrz(grids: Grid[], by: ReaderKind): MrzText | null {
  if (grids.length < 2 || grids.length > 3) return null
  const texts = formatsFor(
    grids.length,
    grids.flatMap((grid) => [grid.cells.length, grid.sequence.length]),
  ).map((format) => assemble(format, grids, by))
  return texts.reduce((best, text) => (text.score > best.score ? text : best))
}
