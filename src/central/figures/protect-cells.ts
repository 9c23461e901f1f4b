/** A table of counts, line by line. */
export type Counts = number[][]
/** Which of its cells are not shown. */
export type Hidden = boolean[][]

/** What fewer people than this make up is not shown. */
export const leastShown = 10

type Cell = { row: number; column: number }

const cellsOf = (counts: Counts): Cell[] => counts.flatMap((line, row) => line.map((_, column) => ({ row, column })))

/**
 * Which cells of a table to hide whose row and column totals are known: those under `leastShown`, and as many more as it takes that no hidden
 * one can be had by subtraction. In each line the hidden ones make up `leastShown` at least, and each lies on a ring of hidden cells, without
 * which it would follow from the others. Of the rectangles that close a ring the one with the fewest people is taken.
 */
export function protectCells(counts: Counts, first: Hidden = counts.map((line) => line.map(() => false))): Hidden {
  const hidden = counts.map((line, row) => line.map((count, column) => first[row]![column]! || count < leastShown))
  const all = cellsOf(counts)
  const isShown = ({ row, column }: Cell) => !hidden[row]![column]
  const sizeOf = (cells: Cell[]) => cells.reduce((sum, { row, column }) => sum + counts[row]![column]!, 0)
  const isShort = (line: Cell[]) => sizeOf(line.filter((one) => !isShown(one))) < leastShown && line.some(isShown)

  /** What to hide beside a cell, the cheapest first: the other corners of a rectangle, or what is left of its lines. */
  const remedies = ({ row, column }: Cell): Cell[][] => {
    const [across, down] = [all.filter((one) => one.row === row), all.filter((one) => one.column === column)]
    const [needsAcross, needsDown] = [isShort(across), isShort(down)]
    if (!needsAcross && !needsDown && isOnRing(hidden, { row, column })) return []
    const rectangles = all
      .filter((one) => one.row !== row && one.column !== column)
      .map((one) => [{ row, column: one.column }, { row: one.row, column }, one] as const)
      .filter(([beside, below]) => (!needsAcross || isShown(beside)) && (!needsDown || isShown(below)))
    const corners = rectangles.map((three) => three.filter(isShown)).filter((cells) => cells.length > 0)
    const rest = [...across, ...down].filter(isShown).map((one) => [one])
    return (corners.length > 0 ? corners : rest).sort((a, b) => sizeOf(a) - sizeOf(b))
  }
  for (let isChanged = true; isChanged;) {
    const [best] = all.filter((one) => !isShown(one)).flatMap((one) => remedies(one).slice(0, 1))
    isChanged = best !== undefined
    for (const { row, column } of best ?? []) hidden[row]![column] = true
  }
  return hidden
}

/** Whether a cell's row and column are joined by hidden cells without it. */
function isOnRing(hidden: Hidden, { row, column }: Cell): boolean {
  const rows = new Set([row])
  const columns = new Set<number>()
  for (let before = -1; before !== rows.size + columns.size;) {
    before = rows.size + columns.size
    hidden.forEach((line, i) =>
      line.forEach((isHidden, j) => {
        if (!isHidden || (i === row && j === column)) return
        if (rows.has(i)) columns.add(j)
        else if (columns.has(j)) rows.add(i)
      }),
    )
  }
  return columns.has(column)
}
