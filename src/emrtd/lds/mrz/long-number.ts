import { checkDigit } from './check-digit.ts'
import { textAt } from './layouts.ts'
import type { CheckPosition, FieldPosition, Layout } from './layouts.ts'
import type { Span } from './reading.ts'

/**
 * How a number of more than nine characters goes on in the optional data, and how its check digit there counts: as Doc 9303-5
 * §4.2.2 note j says over number and remainder, or over the filler between them as well; null where neither agrees.
 */
export type LongNumber = { remainder: string; digit: Span; formula: 'doc9303' | 'filler_counted' | null }

/** Issuers some of whose cards count the filler: every specimen of one generation of Belgian and Portuguese cards does. */
const countingFiller: ReadonlySet<string> = new Set(['BEL', 'PRT'])

const positionOf = (layout: Layout, field: FieldPosition['field']): FieldPosition | undefined =>
  layout.fields.find((position) => position.field === field)

type Parts = { check: CheckPosition; number: FieldPosition; optional: FieldPosition }

function partsOf(layout: Layout): Parts | null {
  if (layout.format !== 'TD1' && layout.format !== 'TD2') return null
  const check = layout.checks.find(({ field }) => field === 'documentNumber')
  const [number, optional] = [positionOf(layout, 'documentNumber'), positionOf(layout, 'optionalData')]
  return check && number && optional ? { check, number, optional } : null
}

/**
 * Whether a filler may stand where a check digit has its place: over an empty field that may be empty, and where a long number
 * may go on in the optional data.
 */
export function fillerMayStand(
  layout: Layout,
  { field, over, blank }: CheckPosition,
  lines: readonly string[],
): boolean {
  if (blank && over.every((part) => /^<*$/.test(textAt(lines, part)))) return true
  const parts = field === 'documentNumber' ? partsOf(layout) : null
  if (!parts) return false
  return !textAt(lines, parts.number).includes('<') && !textAt(lines, parts.optional).startsWith('<')
}

/**
 * The remainder of a long number: where a filler takes the place of the number's check digit, a number full to its last
 * character goes on in the optional data, and its last character there is the check digit. Null where none does.
 */
export function longNumberIn(layout: Layout, lines: readonly string[]): LongNumber | null {
  const parts = partsOf(layout)
  if (!parts || (lines[parts.check.at.line] ?? '').charAt(parts.check.at.column) !== '<') return null
  const { number, optional } = parts
  const head = textAt(lines, number)
  const whole = /^([A-Z0-9]+)([0-9])(<|$)/.exec(textAt(lines, optional))
  if (!whole || head.includes('<')) return null
  const [, remainder = '', digit = ''] = whole
  const at = optional.from + remainder.length
  const issuer = positionOf(layout, 'issuer')
  const mayCount = issuer !== undefined && countingFiller.has(textAt(lines, issuer))
  const isCounted = mayCount && checkDigit(`${head}<${remainder}`) === digit
  const formula = checkDigit(head + remainder) === digit ? 'doc9303' : isCounted ? 'filler_counted' : null
  return { remainder, digit: { line: optional.line, from: at, to: at + 1 }, formula }
}
