import type { FailureCode } from '../contract/failure.ts'
import type { MrzCorrection, MrzDoubt, MrzReading, MrzUncertain } from '../contract/mrz.ts'
import { alphabetsOf } from './candidate.ts'
import type { MrzText } from './candidate.ts'
import { weighAlike } from '../emrtd/lds/mrz/check-digit.ts'
import { isByBoth, readingsThatSaw } from './consensus.ts'
import { coveredNames } from './covered-names.ts'
import { lookAlikesOf } from './confusions.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import type { Alphabet, CheckPosition, Layout } from '../emrtd/lds/mrz/layouts.ts'
import type { Position } from './position.ts'
import { zerosThatMayBeLetters } from './zeros.ts'

/**
 * A character all readings agree on needs no check digit when each network was this sure in one of its readings, and unsure of it in
 * none. Of 15,696 characters drawn, read twice by each network, 15,409 were read alike by all: none of these wrongly (MODEL.md).
 */
export const sureFrom = 97
const unsureBelow = 50

/** What a zero and an I may be instead, and the likelihood beside them from which a reading's thought of it counts. */
const mistakenFor: Record<string, string> = { '0': 'OQD', I: '1L7T' }
const mistakenFrom = 0.1

const keyOf = ({ line, column }: Position): string => `${line}:${column}`

/** What was read, by which recogniser, and what repair made of it: all that certainty is judged on. */
export type Evidence = {
  reading: MrzReading
  readings: readonly MrzText[]
  corrections: readonly MrzCorrection[]
}

type Doubts = Map<string, MrzUncertain>

/** Whether all readings that saw a position read `char` there, each network surely once, none of them unsure. */
function isSurelyRead(readings: readonly MrzText[], { line, column }: Position, char: string): boolean {
  const saw = readingsThatSaw(readings, line, column)
  const confidenceOf = ({ confidences }: MrzText): number => confidences[line]?.[column] ?? 0
  const isSure = (network: MrzText['by']) => saw.some((one) => one.by === network && confidenceOf(one) >= sureFrom)
  return (
    saw.every((other) => other.lines[line]?.charAt(column) === char && confidenceOf(other) >= unsureBelow) &&
    saw.every(({ by }) => isSure(by))
  )
}

/** Positions where readings differ, a network is sure in none of its own or unsure in one: another look may settle them. */
function doubtsOfReadings({ reading, readings }: Evidence): Doubts {
  const doubts: Doubts = new Map()
  reading.lines.forEach((text, line) => {
    for (let column = 0; column < text.length; column++) {
      const position = { line, column }
      if (!isSurelyRead(readings, position, text.charAt(column))) doubts.set(keyOf(position), position)
    }
  })
  return doubts
}

/** Whether both networks tell a zero or an I from what it may be instead: each reads it surely, and none thinks of that. */
function isToldApart({ reading, readings }: Evidence, position: Position): boolean {
  const { line, column } = position
  const char = reading.lines[line]!.charAt(column)
  const thoughts = readings.flatMap(({ others }) => others[line]?.[column] ?? [])
  return (
    isByBoth(readings) &&
    isSurelyRead(readings, position, char) &&
    mistakenFor[char] !== undefined &&
    !thoughts.some((other) => mistakenFor[char]!.includes(other.char) && other.share >= mistakenFrom)
  )
}

/** An O or I in a number, which issuers avoid because they look like 0 and 1. */
const isRare = (alphabet: Alphabet, char: string): boolean => alphabet === 'any' && (char === 'O' || char === 'I')

/**
 * Positions to doubt: an O in a number however surely read; an I there, and a 0 where no check digit tells it from an O, unless both
 * networks tell them apart.
 */
function doubtsOfPrint(evidence: Evidence): Doubts {
  const { reading } = evidence
  const doubts: Doubts = new Map()
  const add = (position: Position): unknown => doubts.set(keyOf(position), { ...position, why: 'zero_or_letter' })
  alphabetsOf(layouts[reading.format]).forEach((row, line) =>
    row.forEach((alphabet, column) => {
      if (isRare(alphabet, reading.lines[line]!.charAt(column)) && !isToldApart(evidence, { line, column }))
        add({ line, column })
    }),
  )
  zerosThatMayBeLetters(reading)
    .filter((position) => !isToldApart(evidence, position))
    .forEach(add)
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

const doubtOfProblem: Partial<Record<FailureCode, MrzDoubt>> = {
  mrz_issuer_unknown: 'unknown_code',
  mrz_date_invalid: 'impossible_date',
}

/** Every position of a problem, and the fillers of names parted unusually, which may be letters taken for them. */
function* doubtsOfRules({ problems, notes, lines }: MrzReading): Generator<MrzUncertain> {
  for (const { code, line, from, to } of problems)
    for (let column = from; column < to; column++) {
      const why = doubtOfProblem[code]
      yield { line, column, ...(why && { why }) }
    }
  for (const { code, line, from, to } of notes) {
    if (code !== 'mrz_surname_absent' && code !== 'mrz_names_parted_by_three') continue
    const last = lines[line]!.slice(0, to).replace(/<+$/, '').length
    for (let column = from; column < last; column++)
      if (lines[line]!.charAt(column) === '<') yield { line, column, why: 'unusual_names' }
  }
}

/**
 * Characters the clerk should look at. A check digit that agrees settles one doubt among the positions it protects, unless it
 * weighs a look-alike the same; two doubts could cancel out, so both stay. What repair proposes was chosen so that a check digit
 * agrees, which therefore settles nothing there. Every position of a problem is uncertain.
 */
export function uncertainPositions(evidence: Evidence): MrzUncertain[] {
  const { reading, corrections } = evidence
  const layout = layouts[reading.format]
  const unsettled = doubtsOfReadings(evidence)
  const doubts: Doubts = new Map([...doubtsOfPrint(evidence), ...unsettled])
  for (const { line, column } of corrections) doubts.set(keyOf({ line, column }), { line, column, why: 'proposed' })
  layout.checks.forEach((check, i) => {
    if (!reading.checks[i]?.ok) return
    const doubted = positionsUnder(layout, check).filter((position) => doubts.has(keyOf(position)))
    const [only] = doubted
    if (doubted.length === 1 && only && doubts.get(keyOf(only))?.why !== 'proposed' && !isAmbiguous(only, evidence))
      doubts.delete(keyOf(only))
  })
  for (const doubt of doubtsOfRules(reading)) {
    const key = keyOf(doubt)
    if (!doubts.has(key)) doubts.set(key, unsettled.has(key) ? { line: doubt.line, column: doubt.column } : doubt)
  }
  for (const position of coveredNames(reading, unsettled))
    doubts.set(keyOf(position), { ...position, why: 'covered_names' })
  return [...doubts.values()].sort((a, b) => a.line - b.line || a.column - b.column)
}

/** Whether no further cut or frame settles a doubt: what is printed so stays so. */
const isBeyondReading = ({ why }: MrzUncertain): boolean =>
  why === 'zero_or_letter' || why === 'unknown_code' || why === 'impossible_date'

/** Whether all that is left in doubt is for the clerk alone. */
export const isForClerkAlone = (uncertain: readonly MrzUncertain[]): boolean => uncertain.every(isBeyondReading)
