import type { MrzReading } from '../contract/mrz.ts'
import type { Position } from './position.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import type { CheckPosition, FieldPosition, Layout } from '../emrtd/lds/mrz/layouts.ts'

const checkOf = (layout: Layout, { line, from }: FieldPosition): CheckPosition | undefined =>
  layout.checks.find(({ over }) => over.some((s) => s.line === line && s.from <= from && from < s.to))

/** Weight class 0 to 2 (7, 3, 1) of a position under its check digit. */
function weightClass({ over }: CheckPosition, line: number, column: number): number {
  let before = 0
  for (const s of over) {
    if (s.line === line && s.from <= column && column < s.to) return (before + column - s.from) % 3
    before += s.to - s.from
  }
  return -1
}

/**
 * Zeros that may be the letter O, which OCR-B draws much alike so that all readings can take one for the other, and that no
 * check digit tells apart: zeros among letters in a field without a check digit; and in one with it, two neighbours weighed 7
 * and 3, since OO for 00 adds 24 x 10. In a number of digits alone only those at its head count, where a series has its
 * letters. Two O apart from each other, each taken for a zero, are left: too many numbers have such zeros, too few such O.
 */
export function zerosThatMayBeLetters({ format, lines }: MrzReading): Position[] {
  const layout = layouts[format]
  return layout.fields
    .filter(({ alphabet }) => alphabet === 'any')
    .flatMap((field) => zerosIn(field, checkOf(layout, field), lines[field.line]!))
}

function zerosIn(field: FieldPosition, check: CheckPosition | undefined, text: string): Position[] {
  const { line, from, to } = field
  const hasLetters = /[A-Z]/.test(text.slice(from, to))
  const end = hasLetters ? to : field.field === 'documentNumber' ? from + 2 : from
  const isZero = (column: number): boolean => from <= column && column < end && text.charAt(column) === '0'
  const isPaired = (column: number): boolean =>
    check === undefined ||
    (weightClass(check, line, column) === 0 && isZero(column + 1)) ||
    (weightClass(check, line, column) === 1 && isZero(column - 1))
  return Array.from({ length: end - from }, (_, i) => from + i)
    .filter((column) => isZero(column) && isPaired(column))
    .map((column) => ({ line, column }))
}
