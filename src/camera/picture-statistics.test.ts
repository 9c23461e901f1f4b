import { describe, expect, it } from 'vitest'
import { assessPicture } from './picture-statistics.ts'

const width = 96
const height = 72

/** A picture painted by a function of place; small grain keeps it from being perfectly smooth. */
function paint(level: (x: number, y: number) => number): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const grain = ((x * 7 + y * 13) % 5) - 2
      const value = level(x, y) + grain
      rgba.set([value, value, value, 255], 4 * (y * width + x))
    }
  return rgba
}

/** A head of a given size and skin level before a light wall: eyes, brows and mouth darker than the skin. */
function head(skin: number, { size = 1, shift = 0, wall = 190 } = {}): Uint8ClampedArray {
  return paint((x, y) => {
    const u = (x - width / 2) / (0.24 * width * size)
    const v = (y - height * 0.49) / (0.34 * height * size)
    if (u * u + v * v > 1) return wall
    const eye = Math.hypot((Math.abs(u - shift) - 0.4) * 1.4, (v + 0.15) * 2.2) < 0.25
    const brow = Math.abs(v + 0.42) < 0.07 && Math.abs(Math.abs(u - shift) - 0.4) < 0.28
    const mouth = Math.abs(v - 0.5) < 0.08 && Math.abs(u - shift) < 0.35
    const nose = Math.abs(u - shift) < 0.08 && v > -0.1 && v < 0.25
    return eye || brow ? skin * 0.35 : mouth || nose ? skin * 0.6 : skin
  })
}
const judge = (rgba: Uint8ClampedArray) => assessPicture(rgba, width, height)

describe('assessPicture', () => {
  it.each([
    ['dark', 70],
    ['middle', 130],
    ['light', 215],
  ])('finds a frontal head good whatever its skin: %s', (_, skin) => {
    expect(judge(head(skin))).toBe('good')
  })
  it('says too dark only where the whole picture is', () => {
    expect(judge(head(20, { wall: 30 }))).toBe('too_dark')
    expect(judge(head(45, { wall: 190 }))).not.toBe('too_dark')
  })
  it('says too bright where a large part is burnt out', () => {
    expect(judge(paint((x) => (x < 50 ? 255 + 10 : 120)))).toBe('too_bright')
  })
  it('asks for a face where the oval is empty', () => {
    expect(judge(paint(() => 150))).toBe('empty')
  })
  it('asks to come closer to a small head', () => {
    expect(judge(head(130, { size: 0.45 }))).toBe('too_far')
  })
  it('notices light from one side', () => {
    expect(judge(paint((x, y) => (x < width / 2 ? 210 : 40) * ((x * 3 + y) % 9 < 4 ? 1 : 0.6)))).toBe('side_light')
  })
  it('notices a head turned away', () => {
    const turned = paint((x, y) => {
      const u = (x - width / 2) / 20
      const v = (y - height / 2) / 24
      if (u * u + v * v > 1.6) return 190
      return u > 0.1 && (Math.floor(y / 4) + Math.floor(x / 3)) % 2 === 0 ? 60 : 140 + u * 30
    })
    expect(judge(turned)).toBe('not_frontal')
  })
})
