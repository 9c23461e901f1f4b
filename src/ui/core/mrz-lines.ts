import { codeOf, type FailureCode } from '../../contract/failure.ts'
import type { MrzCapture, MrzCorrection, MrzField, MrzFormat, MrzReading } from '../../contract/mrz.ts'
import { layouts } from '../../emrtd/lds/mrz/layouts.ts'
import { parseMrzLines } from '../../mrz/parse-mrz-lines.ts'

/** Layouts a clerk types by hand: lines and characters. */
export const typedLayouts = {
  TD3: { lines: 2, width: 44 },
  TD1: { lines: 3, width: 30 },
  FRA2x36: { lines: 2, width: 36 },
} as const
export type TypedLayout = keyof typeof typedLayouts
export const isTyped = (format: MrzFormat): format is TypedLayout => format in typedLayouts

/** The layout whose lines these are, if they are of one length and number. */
export const layoutOf = (lines: string[]): TypedLayout | undefined =>
  (Object.keys(typedLayouts) as TypedLayout[]).find(
    (layout) =>
      lines.length === typedLayouts[layout].lines && lines.every(({ length }) => length === typedLayouts[layout].width),
  )

/** What is typed, as the MRZ has it: capitals, digits and `<`; a space is a filler. */
export function cleanLine(typed: string, width: number): string {
  return typed
    .toUpperCase()
    .replace(/[\s«‹]/g, '<')
    .replace(/[^A-Z0-9<]/g, '')
    .slice(0, width)
}

export type Judged = { reading: MrzReading; code: null } | { reading: null; code: FailureCode }

/** Reads whole lines as the station will; the code where they are no MRZ. */
export function parseLines(lines: string[], now: Date): Judged {
  try {
    return { reading: parseMrzLines(lines, { now }), code: null }
  } catch (error) {
    return { reading: null, code: codeOf(error) }
  }
}

/** What the clerk changed of what was read, position by position. */
export function correctionsBetween(read: string[], corrected: string[]): MrzCorrection[] {
  return corrected.flatMap((text, line) =>
    [...text].flatMap((to, column): MrzCorrection[] => {
      const from = read[line]?.[column]
      return from === undefined || from === to ? [] : [{ line, column, from, to, by: 'clerk' }]
    }),
  )
}

/** Lines as they were read before anything was changed in them. */
export function linesAsRead(lines: string[], corrections: Pick<MrzCorrection, 'line' | 'column' | 'from'>[]): string[] {
  const rows = lines.map((text) => [...text])
  // Of two changes in one place the earlier one tells what was read.
  for (const { line, column, from } of [...corrections].reverse()) if (rows[line]) rows[line][column] = from
  return rows.map((row) => row.join(''))
}

type Placed = Pick<MrzCorrection, 'line' | 'column' | 'to' | 'by'>

/** Whether a check digit agrees only because a character under it, or the digit, is the one proposed by it. */
export function isProposed({ format, lines }: MrzReading, field: MrzField, corrections: readonly Placed[]): boolean {
  const check = layouts[format].checks.find((one) => one.field === field)
  if (!check) return false
  return corrections.some(({ line, column, to, by }) => {
    const isUnder = check.over.some((span) => span.line === line && span.from <= column && column < span.to)
    const isDigit = check.at.line === line && check.at.column === column
    return by === 'check_digit' && (isUnder || isDigit) && lines[line]?.charAt(column) === to
  })
}

/** Lines looked over by a person: nothing is uncertain any more, and what was changed is said. */
export function captureOf(lines: string[], source: MrzCapture['source'], corrections: MrzCorrection[]): MrzCapture {
  return { lines, source, corrections, certain: true, uncertain: [] }
}
