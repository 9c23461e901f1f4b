import { expect, test } from 'vitest'
import { closeDark } from './morphology.ts'
import { greyOf, sample, transpose } from './picture.ts'

test('RGBA becomes grey and is averaged down', () => {
  const data = new Uint8ClampedArray(4 * 4 * 4).fill(200)
  const grey = greyOf({ width: 4, height: 4, data }, 2)
  expect([grey.width, grey.height]).toEqual([2, 2])
  expect(Math.abs((grey.data[0] ?? 0) - 200)).toBeLessThanOrEqual(1)
})

test('sizes that do not fit the data, nothing at all and too much are refused with a code', () => {
  const data = new Uint8Array(10)
  expect(() => greyOf({ width: 4, height: 4, data }, 100)).toThrow('mrz_image_unreadable')
  expect(() => greyOf({ width: 0, height: 0, data }, 100)).toThrow('mrz_image_unreadable')
  expect(() => greyOf({ width: NaN, height: 2, data }, 100)).toThrow('mrz_image_unreadable')
  expect(() => greyOf({ width: 20_000, height: 20_000, data }, 100)).toThrow('mrz_image_too_large')
})

test('between pixels lies their mean, outside the edge', () => {
  const image = { width: 2, height: 1, data: Uint8Array.of(0, 100) }
  expect(sample(image, 0.5, 0)).toBeCloseTo(50)
  expect(sample(image, -5, 3)).toBe(0)
})

test('transposing twice changes nothing', () => {
  const image = { width: 3, height: 2, data: Uint8Array.of(1, 2, 3, 4, 5, 6) }
  expect(transpose(image)).toEqual({ width: 2, height: 3, data: Uint8Array.of(1, 4, 2, 5, 3, 6) })
  expect(transpose(transpose(image))).toEqual(image)
})

test('closing removes a thin dark stroke and keeps a wide dark field', () => {
  const image = { width: 40, height: 9, data: new Uint8Array(360).fill(220) }
  for (let y = 0; y < 9; y++) {
    image.data[y * 40 + 6] = 10
    for (let x = 20; x < 36; x++) image.data[y * 40 + x] = 10
  }
  const paper = closeDark(image, 3, 3)
  expect(paper.data[4 * 40 + 6]).toBe(220)
  expect(paper.data[4 * 40 + 28]).toBe(10)
})
