import { Failure } from '../contract/failure.ts'

/** A picture as a canvas or a decoder gives it: one grey byte or four RGBA bytes a pixel. */
export type Picture = { width: number; height: number; data: Uint8Array | Uint8ClampedArray }

/** 0 black to 255 white, row by row. */
export type Grey = { width: number; height: number; data: Uint8Array }

const mostPixels = 160_000_000

/** Grey value of each pixel of one row, by ITU-R BT.601 weights. */
function readRow(picture: Picture, channels: number, y: number, row: Float32Array): void {
  const { width, data } = picture
  const start = y * width * channels
  if (channels === 1) for (let x = 0; x < width; x++) row[x] = data[start + x]!
  else
    for (let x = 0, i = start; x < width; x++, i += 4)
      row[x] = 0.299 * data[i]! + 0.587 * data[i + 1]! + 0.114 * data[i + 2]!
}

/**
 * A grey copy whose longest side is at most `longestSide` pixels, by averaging whole boxes of pixels. Memory is bounded by
 * the result. Fails with `mrz_image_unreadable` (sizes that do not fit the data) or `mrz_image_too_large` (160 megapixels).
 */
export function greyOf(picture: Picture, longestSide: number): Grey {
  const { width, height, data } = picture
  const pixels = width * height
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    throw new Failure('mrz_image_unreadable', `${width} x ${height}`)
  if (pixels > mostPixels) throw new Failure('mrz_image_too_large', `${width} x ${height}`)
  const channels = data.length / pixels
  if (channels !== 1 && channels !== 4) throw new Failure('mrz_image_unreadable', `${channels} channels`)
  const factor = Math.max(1, Math.max(width, height) / longestSide)
  const w = Math.max(1, Math.floor(width / factor))
  const h = Math.max(1, Math.floor(height / factor))
  const out = new Uint8Array(w * h)
  if (factor === 1 && channels === 1) return { width, height, data: Uint8Array.from(data) }
  const row = new Float32Array(width)
  const sums = new Float32Array(w)
  for (let y = 0; y < h; y++) {
    const from = Math.floor(y * factor)
    const to = Math.max(from + 1, Math.min(height, Math.floor((y + 1) * factor)))
    sums.fill(0)
    for (let sy = from; sy < to; sy++) {
      readRow(picture, channels, sy, row)
      for (let x = 0; x < w; x++) {
        const left = Math.floor(x * factor)
        const right = Math.max(left + 1, Math.min(width, Math.floor((x + 1) * factor)))
        let sum = 0
        for (let sx = left; sx < right; sx++) sum += row[sx]!
        sums[x] = sums[x]! + sum / (right - left)
      }
    }
    for (let x = 0; x < w; x++) out[y * w + x] = sums[x]! / (to - from)
  }
  return { width: w, height: h, data: out }
}

/** Rows become columns; a mirror image, whose coordinates swap x and y. */
export function transpose({ width, height, data }: Grey): Grey {
  const out = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) out[x * height + y] = data[y * width + x]!
  return { width: height, height: width, data: out }
}

/** Grey value between pixels; outside, the nearest edge. */
export function sample({ width, height, data }: Grey, x: number, y: number): number {
  const cx = x < 0 ? 0 : x > width - 1.001 ? width - 1.001 : x
  const cy = y < 0 ? 0 : y > height - 1.001 ? height - 1.001 : y
  const ix = cx | 0
  const iy = cy | 0
  const fx = cx - ix
  const fy = cy - iy
  const i = iy * width + ix
  const right = ix + 1 < width ? 1 : 0
  const down = iy + 1 < height ? width : 0
  const top = data[i]! * (1 - fx) + data[i + right]! * fx
  const bottom = data[i + down]! * (1 - fx) + data[i + down + right]! * fx
  return top * (1 - fy) + bottom * fy
}
