import type { MrzReading } from '../contract/mrz.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import type { Position } from './position.ts'

/** At least `leastDoubted` doubtful letters of a name within `within` places count as covered, where the rest was read well. */
const leastDoubted = 3
const within = 6
/** Share of the rest that may be in doubt: beyond it the whole picture is poor, and nothing is said about a cover. */
const mostElsewhere = 0.08

const nameFields: ReadonlySet<string> = new Set(['names', 'surname', 'givenNames'])

/**
 * Positions of names that a stamp, a finger or a thread seems to cover: doubted letters crowd there, while nearly all other
 * characters were read alike and surely. `doubted` holds `line:column` of the characters on which readings differ or were unsure.
 */
export function coveredNames({ format, lines }: MrzReading, doubted: { has: (key: string) => boolean }): Position[] {
  const isDoubted = (line: number, column: number): boolean => doubted.has(`${line}:${column}`)
  const covered = layouts[format].fields.flatMap(({ field, line, from, to }) => {
    const columns = Array.from({ length: to - from }, (_, i) => from + i).filter((column) => isDoubted(line, column))
    const isCrowded = (column: number): boolean =>
      columns.filter((other) => Math.abs(other - column) < within).length >= leastDoubted
    return nameFields.has(field) ? columns.filter(isCrowded).map((column) => ({ line, column })) : []
  })
  const all = lines.flatMap((text, line) => Array.from(text, (_, column) => isDoubted(line, column))).filter(Boolean)
  const characters = lines.join('').length
  return all.length - covered.length <= mostElsewhere * characters ? covered : []
}
