import type { MrzField, MrzFormat, Span } from './reading.ts'

/** What may stand at a position: letters or filler, digits or filler, all three, F/M/X/filler, or a check digit. */
export type Alphabet = 'letter' | 'digit' | 'any' | 'sex' | 'check'

export type FieldPosition = Span & { field: MrzField; alphabet: Alphabet }
/** A check digit at `at`, over the spans of `over`; `blank` lets a filler stand for an empty field (Doc 9303-4 §4.2.2). */
export type CheckPosition = { field: MrzField; at: { line: number; column: number }; over: Span[]; blank: boolean }
export type Layout = {
  format: MrzFormat
  lines: number
  width: number
  fields: FieldPosition[]
  checks: CheckPosition[]
  /** Places of a field of any characters where only digits stand. */
  digits?: Span[]
}

const position = (field: MrzField, line: number, from: number, to: number, alphabet: Alphabet): FieldPosition => ({
  field,
  line,
  from,
  to,
  alphabet,
})
const span = (line: number, from: number, to: number): Span => ({ line, from, to })
const check = (field: MrzField, line: number, column: number, over: Span[], blank = false): CheckPosition => ({
  field,
  at: { line, column },
  over,
  blank,
})

/** Line 1 of every two-line document but the French card. */
const header = (width: number): FieldPosition[] => [
  position('documentCode', 0, 0, 2, 'letter'),
  position('issuer', 0, 2, 5, 'letter'),
  position('names', 0, 5, width, 'letter'),
]

/** Line 2 of TD2, TD3 and visas up to the expiry date is the same in Doc 9303-4, -6 and -7. */
const secondLine = (optionalTo: number): FieldPosition[] => [
  position('documentNumber', 1, 0, 9, 'any'),
  position('nationality', 1, 10, 13, 'letter'),
  position('birthDate', 1, 13, 19, 'digit'),
  position('sex', 1, 20, 21, 'sex'),
  position('expiryDate', 1, 21, 27, 'digit'),
  position('optionalData', 1, 28, optionalTo, 'any'),
]
const secondLineChecks = [
  check('documentNumber', 1, 9, [span(1, 0, 9)]),
  check('birthDate', 1, 19, [span(1, 13, 19)]),
  check('expiryDate', 1, 27, [span(1, 21, 27)], true),
]

/** The six layouts as tables; check digits are named by the field they protect. */
export const layouts: Record<MrzFormat, Layout> = {
  /** Doc 9303-5 §4.2.2 */
  TD1: {
    format: 'TD1',
    lines: 3,
    width: 30,
    fields: [
      position('documentCode', 0, 0, 2, 'letter'),
      position('issuer', 0, 2, 5, 'letter'),
      position('documentNumber', 0, 5, 14, 'any'),
      position('optionalData', 0, 15, 30, 'any'),
      position('birthDate', 1, 0, 6, 'digit'),
      position('sex', 1, 7, 8, 'sex'),
      position('expiryDate', 1, 8, 14, 'digit'),
      position('nationality', 1, 15, 18, 'letter'),
      position('optionalData', 1, 18, 29, 'any'),
      position('names', 2, 0, 30, 'letter'),
    ],
    checks: [
      check('documentNumber', 0, 14, [span(0, 5, 14)]),
      check('birthDate', 1, 6, [span(1, 0, 6)]),
      check('expiryDate', 1, 14, [span(1, 8, 14)], true),
      check('composite', 1, 29, [span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)]),
    ],
  },
  /** Doc 9303-6 §4.2.2 */
  TD2: {
    format: 'TD2',
    lines: 2,
    width: 36,
    fields: [...header(36), ...secondLine(35)],
    checks: [...secondLineChecks, check('composite', 1, 35, [span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)])],
  },
  /** Doc 9303-4 §4.2.2 */
  TD3: {
    format: 'TD3',
    lines: 2,
    width: 44,
    fields: [...header(44), ...secondLine(42)],
    checks: [
      ...secondLineChecks,
      check('optionalData', 1, 42, [span(1, 28, 42)], true),
      check('composite', 1, 43, [span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)]),
    ],
  },
  /** Doc 9303-7 §4.2.2: no composite check digit. */
  MRVA: { format: 'MRVA', lines: 2, width: 44, fields: [...header(44), ...secondLine(44)], checks: secondLineChecks },
  /** Doc 9303-7 §5.2.2 */
  MRVB: { format: 'MRVB', lines: 2, width: 36, fields: [...header(36), ...secondLine(36)], checks: secondLineChecks },
  /** French identity card of 1995-2021; national layout, no nationality and no expiry date. */
  FRA2x36: {
    format: 'FRA2x36',
    lines: 2,
    width: 36,
    fields: [
      position('documentCode', 0, 0, 2, 'letter'),
      position('issuer', 0, 2, 5, 'letter'),
      position('surname', 0, 5, 30, 'letter'),
      position('department', 0, 30, 33, 'any'),
      position('office', 0, 33, 36, 'any'),
      position('documentNumber', 1, 0, 12, 'any'),
      position('givenNames', 1, 13, 27, 'letter'),
      position('birthDate', 1, 27, 33, 'digit'),
      position('sex', 1, 34, 35, 'sex'),
    ],
    checks: [
      check('documentNumber', 1, 12, [span(1, 0, 12)]),
      check('birthDate', 1, 33, [span(1, 27, 33)]),
      check('composite', 1, 35, [span(0, 0, 36), span(1, 0, 35)]),
    ],
    // Year, month and the department's first digit; its second is A or B in Corsica.
    digits: [span(1, 0, 5)],
  },
}

/** The characters of a span. */
export function textAt(lines: readonly string[], { line, from, to }: Span): string {
  return (lines[line] ?? '').slice(from, to)
}
