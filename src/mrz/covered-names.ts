import type { MrzReading } from '../contract/mrz.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import type { Position } from './position.ts'

/** At least `leastDoubted` doubtful letters of a name within `within` places count as covered, where the rest was read well. */
const leastDoubted = 3
const within = 6
/** Places beside a covered letter that are shown as well: a letter half under a stamp can be read alike and surely, and wrongly. */
const beside = 2
/** Share of the rest that may be in doubt: beyond it the whole picture is poor, and nothing is said about a cover. */
const mostElsewhere = 0.08

const nameFields: ReadonlySet<string> = new Set(['names', 'surname', 'givenNames'])

/**
 * Positions of names that a stamp, a finger or a thread seems to cover: doubted letters crowd there, while nearly all other
 * characters were read alike and surely, and the places beside them. `doubted` holds `line:column` of the characters on which
 * readings differ or were unsure.
 */
export function coveredNames({ format, lines }: MrzReading, doubted: { has: (key: string) => boolean }): Position[] {
  const isDoubted = (line: number, column: number): boolean => doubted.has(`${line}:${column}`)
  const names = layouts[format].fields.filter(({ field }) => nameFields.has(field))
  const covered = names.flatMap(({ line, from, to }) => {
    const columns = Array.from({ length: to - from }, (_, i) => from + i).filter((column) => isDoubted(line, column))
    const isCrowded = (column: number): boolean =>
      columns.filter((other) => Math.abs(other - column) < within).length >= leastDoubted
    return columns.filter(isCrowded).map((column) => ({ line, column }))
  })
  const all = lines.flatMap((text, line) => Array.from(text, (_, column) => isDoubted(line, column))).filter(Boolean)
  const characters = lines.join('').length
  if (all.length - covered.length > mostElsewhere * characters) return []
  return names.flatMap(({ line, from, to }) =>
    Array.from({ length: to - from }, (_, i) => ({ line, column: from + i })).filter(({ column }) =>
      covered.some((other) => other.line === line && Math.abs(other.column - column) <= beside),
    ),
  )
}
