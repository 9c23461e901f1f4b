import { expect, test } from 'vitest'
import { showLine } from './show-line.ts'

test.each<[number[], (number | null)[]]>([
  [
    [120, 40, 12, 10],
    [120, 40, 12, 10],
  ],
  // Three together are not ten: the smallest that shows goes with them.
  [
    [120, 40, 3, 0],
    [120, null, null, null],
  ],
  [
    [120, 40, 9, 9],
    [120, 40, null, null],
  ],
  [
    [40, 40, 1, 30],
    [40, 40, null, null],
  ],
  [
    [15, 2, 1, 0],
    [null, null, null, null],
  ],
  [
    [3, 2, 1, 0],
    [null, null, null, null],
  ],
])('of %j shows %j', (counts, shown) => {
  expect(showLine(counts)).toEqual(shown)
})
