import { expect, test } from 'vitest'
import { showCells, type FairnessCell } from './fairness.ts'

const cell = (visits: number, refused: number, timed = visits): FairnessCell => ({
  ...{ visits, refused, cannot_tell: 0, seconds: timed * 240, timed },
})

test('a share shows only where those it happened to are enough, there and in what could be subtracted', () => {
  const shown = showCells([
    [cell(200, 20), cell(300, 30), cell(400, 40)],
    [cell(200, 4), cell(300, 60), cell(400, 20)],
    [cell(200, 20), cell(300, 30), cell(400, 40)],
  ])
  expect(shown[0]![1]).toEqual({ visits: 300, refusedShare: 0.1, cannotTellShare: null, meanSeconds: 240 })
  expect(shown[1]![0], 'four refusals').toMatchObject({ visits: 200, refusedShare: null })
  const kept = shown.flat().filter((one) => one?.refusedShare === null).length
  expect(kept, 'and three more by which they could be had').toBe(4)
})

test('a group of few shows nothing at all', () => {
  const shown = showCells([
    [cell(9, 0), cell(300, 30)],
    [cell(200, 20), cell(300, 30)],
  ])
  expect(shown.flat()).toEqual([null, null, null, null])
})
