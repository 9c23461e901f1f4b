import { expect, test } from 'vitest'
import { restoreFaded } from './fade.ts'
import type { Grey } from './picture.ts'

/** Strokes 4 pixels wide every 12 on paper of 230, their ink as `inkAt` says; nothing in the first and last 40 columns. */
function strokes(inkAt: (x: number) => number): Grey {
  const [width, height] = [600, 36]
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    const isInk = x >= 40 && x < width - 40 && x % 12 < 4 && y >= 8 && y < 28
    return isInk ? inkAt(x) : 230
  })
  return { width, height, data }
}
const inkOf = ({ width, data }: Grey, x: number): number => data[18 * width + x]!

test('letters of even contrast stay as they are, and so does the paper beside them', () => {
  const even = strokes(() => 60)
  const { strip, isFaded } = restoreFaded(even)
  expect(strip).toBe(even)
  expect(isFaded(0, 599)).toBe(false)
})

test('letters under glare come back, and are told from the others', () => {
  const glared = strokes((x) => (x > 240 && x < 340 ? 190 : 60))
  const { strip, isFaded } = restoreFaded(glared)
  expect(inkOf(strip, 288)).toBeLessThan(90)
  expect(inkOf(strip, 120)).toBe(60)
  expect(isFaded(288, 291)).toBe(true)
  expect(isFaded(120, 123)).toBe(false)
  expect(isFaded(0, 39)).toBe(false)
  expect(isFaded(570, 599)).toBe(false)
})

test('what is fainter than noise is not made ink of', () => {
  const { strip } = restoreFaded(strokes((x) => (x > 240 && x < 340 ? 226 : 60)))
  expect(inkOf(strip, 288)).toBeGreaterThan(200)
})

test('heads of letters that the rim of a glare took come back, and their feet stay as they are', () => {
  const [width, height] = [600, 36]
  const even = strokes(() => 60)
  const data = even.data.map((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width)]
    return value === 60 && y < 18 && x > 240 && x < 340 ? 190 : value
  })
  const { strip, isFaded } = restoreFaded({ width, height, data })
  expect(strip.data[10 * width + 288]).toBeLessThan(110)
  expect(strip.data[26 * width + 288]).toBe(60)
  expect([isFaded(288, 291), isFaded(120, 123)]).toEqual([true, false])
})

test('on paper that glare has made white, what is a little darker is ink', () => {
  const [width, height] = [600, 36]
  const data = strokes((x) => (x > 240 && x < 340 ? 250 : 60)).data.map((value, i) =>
    value === 230 && i % width > 220 && i % width < 360 ? 255 : value,
  )
  const { strip } = restoreFaded({ width, height, data })
  expect(inkOf(strip, 288)).toBeLessThan(120)
})
