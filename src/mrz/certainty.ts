import type { MrzCorrection, MrzReading } from '../contract/mrz.ts'
import { alphabetsOf } from './candidate.ts'
import type { MrzText } from './candidate.ts'
import { weighAlike } from '../emrtd/lds/mrz/check-digit.ts'
import { lookAlikesOf } from './confusions.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import type { CheckPosition, Layout } from '../emrtd/lds/mrz/layouts.ts'
import type { Position } from './position.ts'
import { zerosThatMayBeLetters } from './zeros.ts'

/** A character all readings agree on needs no check digit when one of them is this sure, and none is less sure than that. */
const sureFrom = 97
const unsureBelow = 90

/** Where no check digit stands behind a letter, a second thought this likely beside the first is a doubt. */
const waversFrom = 0.03

const keyOf = ({ line, column }: Position): string => `${line}:${column}`

/** What was read, by whom, and what repair made of it: all that certainty is judged on. */
export type Evidence = {
  reading: MrzReading
  mrz: MrzText
  readings: readonly MrzText[]
  corrections: readonly MrzCorrection[]
}

/**
 * Positions to doubt before any check digit is asked: readings differ, none is sure or one is not, repair changed it, it is an O or I in a
 * number, which issuers avoid because they look like 0 and 1, or a 0 where no check digit tells it from an O.
 */
function doubtsIn({ reading, mrz, readings, corrections }: Evidence): Map<string, Position> {
  const alphabets = alphabetsOf(layouts[reading.format])
  const doubts = new Map<string, Position>()
  reading.lines.forEach((text, line) => {
    for (let column = 0; column < text.length; column++) {
      const char = text.charAt(column)
      const lowest = Math.min(...readings.map((other) => other.confidences[line]?.[column] ?? 0))
      const sure = mrz.confidences[line]![column]! >= sureFrom && lowest >= unsureBelow
      const agreed = readings.every((other) => other.lines[line]?.charAt(column) === char)
      const rare = alphabets[line]![column] === 'any' && (char === 'O' || char === 'I')
      const wavers = readings.some((other) => other.others[line]?.[column]?.some(({ share }) => share >= waversFrom))
      if (!sure || !agreed || rare || (wavers && alphabets[line]![column] === 'letter'))
        doubts.set(keyOf({ line, column }), { line, column })
    }
  })
  for (const position of zerosThatMayBeLetters(reading)) doubts.set(keyOf(position), position)
  for (const { line, column } of corrections) doubts.set(keyOf({ line, column }), { line, column })
  return doubts
}

/** The positions one check digit decides about. The composite one is left what no other protects, and never names or codes. */
function positionsUnder(layout: Layout, check: CheckPosition): Position[] {
  const positionsOf = ({ over, at }: CheckPosition): Position[] => [
    ...over.flatMap(({ line, from, to }) => Array.from({ length: to - from }, (_, i) => ({ line, column: from + i }))),
    at,
  ]
  if (check.field !== 'composite') return positionsOf(check)
  const alphabets = alphabetsOf(layout)
  const others = new Set(layout.checks.filter((c) => c !== check).flatMap((c) => positionsOf(c).map(keyOf)))
  return positionsOf(check).filter((p) => !others.has(keyOf(p)) && alphabets[p.line]![p.column] !== 'letter')
}

/** Whether the check digit would agree just as well with a look-alike, or with what another reading saw there. */
function isAmbiguous({ line, column }: Position, { reading, readings }: Evidence): boolean {
  if (alphabetsOf(layouts[reading.format])[line]![column] !== 'any') return false
  const char = reading.lines[line]!.charAt(column)
  const seen = readings.map((other) => other.lines[line]?.charAt(column) ?? '')
  return [...seen, ...lookAlikesOf(char)].some((other) => weighAlike(other, char))
}

/**
 * Characters the clerk should look at. A check digit that agrees settles one doubt among the positions it protects, unless it
 * weighs a look-alike the same; two doubts could cancel out, so both stay. Every position of a problem is uncertain.
 */
export function uncertainPositions(evidence: Evidence): Position[] {
  const { reading } = evidence
  const layout = layouts[reading.format]
  const doubts = doubtsIn(evidence)
  layout.checks.forEach((check, i) => {
    if (!reading.checks[i]?.ok) return
    const doubted = positionsUnder(layout, check).filter((position) => doubts.has(keyOf(position)))
    if (doubted.length === 1 && !isAmbiguous(doubted[0]!, evidence)) doubts.delete(keyOf(doubted[0]!))
  })
  for (const { line, from, to } of reading.problems)
    for (let column = from; column < to; column++) doubts.set(keyOf({ line, column }), { line, column })
  return [...doubts.values()].sort((a, b) => a.line - b.line || a.column - b.column)
}
