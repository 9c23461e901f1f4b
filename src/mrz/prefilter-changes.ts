import { checkDigit, valueOf, weights } from '../emrtd/lds/mrz/check-digit.ts'
import { textAt } from '../emrtd/lds/mrz/layouts.ts'
import type { CheckPosition, Layout } from '../emrtd/lds/mrz/layouts.ts'
import { longNumberIn } from '../emrtd/lds/mrz/long-number.ts'
import type { Change } from './repair-changes.ts'

/**
 * Whether a set of changes can bring a check digit to agree, told from the changes alone: most sets are thrown away by a sum.
 * A long number's check digit stands elsewhere; there every set may.
 */
export function prefilterOf(
  layout: Layout,
  check: CheckPosition,
  lines: readonly string[],
): (set: Change[]) => boolean {
  if (check.field === 'documentNumber' && longNumberIn(layout, lines) !== null) return () => true
  const factors = new Map<string, number>([[`${check.at.line}:${check.at.column}`, -1]])
  let i = 0
  for (const { line, from, to } of check.over)
    for (let column = from; column < to; column++) factors.set(`${line}:${column}`, weights[i++ % 3]!)
  const text = check.over.map((part) => textAt(lines, part)).join('')
  const remainder = Number(checkDigit(text)) - valueOf(lines[check.at.line]!.charAt(check.at.column))
  return (set) => {
    const sum = set.reduce((total, { line, column, to }) => {
      const factor = factors.get(`${line}:${column}`) ?? 0
      return total + factor * (valueOf(to) - valueOf(lines[line]!.charAt(column)))
    }, remainder)
    return sum % 10 === 0
  }
}
