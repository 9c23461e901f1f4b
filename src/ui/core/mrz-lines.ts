import { codeOf, type FailureCode } from '../../contract/failure.ts'
import type { MrzCapture, MrzCorrection, MrzReading } from '../../contract/mrz.ts'
import { parseMrzLines } from '../../mrz/parse-mrz-lines.ts'

/** Layouts a clerk types by hand: lines and characters. */
export const typedLayouts = {
  TD3: { lines: 2, width: 44 },
  TD1: { lines: 3, width: 30 },
  FRA2x36: { lines: 2, width: 36 },
} as const
export type TypedLayout = keyof typeof typedLayouts

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

/** Lines looked over by a person: nothing is uncertain any more, and what was changed is said. */
export function captureOf(lines: string[], source: MrzCapture['source'], corrections: MrzCorrection[]): MrzCapture {
  return { lines, source, corrections, certain: true, uncertain: [] }
}
