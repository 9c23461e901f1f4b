import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leastShown, protectCells, type Counts, type Hidden } from './protect-cells.ts'

/** Hidden cells that follow from what is shown and from the totals, by elimination. */
function derivable(counts: Counts, hidden: Hidden): string[] {
  const unknown = counts.flatMap((line, row) =>
    line.flatMap((_, column) => (hidden[row]![column] ? [[row, column]] : [])),
  )
  const equations = [
    ...counts.map((_, at) => unknown.map(([row]) => (row === at ? 1 : 0))),
    ...(counts[0] ?? []).map((_, at) => unknown.map(([, column]) => (column === at ? 1 : 0))),
  ] as number[][]
  let rank = 0
  for (let column = 0; column < unknown.length; column++) {
    const pivot = equations.findIndex((line, i) => i >= rank && Math.abs(line[column]!) > 1e-9)
    if (pivot === -1) continue
    ;[equations[rank], equations[pivot]] = [equations[pivot]!, equations[rank]!]
    const by = equations[rank]![column]!
    equations[rank] = equations[rank]!.map((value) => value / by)
    equations.forEach((line, i) => {
      const factor = line[column]!
      if (i !== rank && factor !== 0) equations[i] = line.map((value, k) => value - factor * equations[rank]![k]!)
    })
    rank += 1
  }
  return equations
    .filter((line) => line.filter((value) => Math.abs(value) > 1e-9).length === 1)
    .map((line) => String(unknown[line.findIndex((value) => Math.abs(value) > 1e-9)]))
}

const table = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 6 })).chain(([rows, columns]) =>
  fc.array(fc.array(fc.oneof(fc.nat(12), fc.nat(500)), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
)

describe('small cells', () => {
  test('one alone takes two others in its row and column with it, and the corner between them', () => {
    const hidden = protectCells([
      [3, 40, 90],
      [50, 20, 80],
      [60, 70, 95],
    ])
    expect(hidden).toEqual([
      [true, true, false],
      [true, true, false],
      [false, false, false],
    ])
  })

  test('a table of large ones hides nothing', () =>
    expect(
      protectCells([
        [10, 11],
        [12, 13],
      ]).flat(),
    ).not.toContain(true))

  test('none that is hidden follows from the others and the totals, and each under ten is hidden', () => {
    fc.assert(
      fc.property(table, (counts) => {
        const hidden = protectCells(counts)
        counts.forEach((line, i) => line.forEach((count, j) => expect(count >= leastShown || hidden[i]![j]).toBe(true)))
        expect(derivable(counts, hidden)).toEqual([])
      }),
    )
  })
})
