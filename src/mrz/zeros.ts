import type { MrzReading } from '../contract/mrz.ts'
import type { Place } from './certainty.ts'
import { layouts } from './layouts.ts'
import type { CheckPlace, FieldPlace, Layout } from './layouts.ts'

const checkOf = (layout: Layout, { line, from }: FieldPlace): CheckPlace | undefined =>
  layout.checks.find(({ over }) => over.some((s) => s.line === line && s.from <= from && from < s.to))

/** Weight class 0 to 2 (7, 3, 1) of a place under its check digit. */
function weightClass({ over }: CheckPlace, line: number, column: number): number {
  let before = 0
  for (const s of over) {
    if (s.line === line && s.from <= column && column < s.to) return (before + column - s.from) % 3
    before += s.to - s.from
  }
  return -1
}

/**
 * Zeros that may be the letter O, which OCR-B draws much alike so that all readings can take one for the other, and that no
 * check digit tells apart: zeros among letters in a field without a check digit; and in one with it, zeros weighed 7 together
 * with zeros weighed 3, since two O for two 0 add 24 x 10. In a number of digits alone only those at its head count, where a
 * series has its letters.
 */
export function zerosThatMayBeLetters({ format, lines }: MrzReading): Place[] {
  const layout = layouts[format]
  return layout.fields
    .filter(({ alphabet }) => alphabet === 'any')
    .flatMap((field) => zerosIn(field, checkOf(layout, field), lines[field.line]!))
}

function zerosIn(field: FieldPlace, check: CheckPlace | undefined, text: string): Place[] {
  const { line, from, to } = field
  const hasLetters = /[A-Z]/.test(text.slice(from, to))
  const end = hasLetters ? to : field.field === 'documentNumber' ? from + 2 : from
  const zeros: Place[] = []
  for (let column = from; column < end; column++) if (text.charAt(column) === '0') zeros.push({ line, column })
  if (check === undefined) return zeros
  const classes = zeros.map((place) => weightClass(check, place.line, place.column))
  if (!classes.includes(0) || !classes.includes(1)) return []
  return zeros.filter((_, i) => classes[i]! < 2)
}
