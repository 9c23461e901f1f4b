import type { Grey } from './picture.ts'

/** Greatest value in a window of `2 * radius + 1` along rows (van Herk 1992: three comparisons a pixel for any radius). */
function widenRows({ width, height, data }: Grey, radius: number): Grey {
  const size = 2 * radius + 1
  const padded = Math.ceil((width + 2 * radius) / size) * size
  const line = new Uint8Array(padded)
  const left = new Uint8Array(padded)
  const right = new Uint8Array(padded)
  const out = new Uint8Array(data.length)
  for (let y = 0; y < height; y++) {
    line.fill(0)
    line.set(data.subarray(y * width, (y + 1) * width), radius)
    for (let i = 0; i < padded; i++) left[i] = i % size === 0 || line[i]! > left[i - 1]! ? line[i]! : left[i - 1]!
    for (let i = padded - 1; i >= 0; i--)
      right[i] = i % size === size - 1 || line[i]! > right[i + 1]! ? line[i]! : right[i + 1]!
    for (let x = 0; x < width; x++) {
      const a = right[x]!
      const b = left[x + size - 1]!
      out[y * width + x] = a > b ? a : b
    }
  }
  return { width, height, data: out }
}

/** The same along columns, a row at a time so that memory is read in order. */
function widenColumns(image: Grey, radius: number): Grey {
  const { width, height, data } = image
  const size = 2 * radius + 1
  const rows = Math.ceil((height + 2 * radius) / size) * size
  const up = new Uint8Array(rows * width)
  const down = new Uint8Array(rows * width)
  const out = new Uint8Array(data.length)
  up.set(data, radius * width)
  down.set(up)
  for (let r = 1; r < rows; r++) {
    if (r % size === 0) continue
    for (let i = r * width, end = i + width; i < end; i++) if (up[i - width]! > up[i]!) up[i] = up[i - width]!
  }
  for (let r = rows - 2; r >= 0; r--) {
    if (r % size === size - 1) continue
    for (let i = r * width, end = i + width; i < end; i++) if (down[i + width]! > down[i]!) down[i] = down[i + width]!
  }
  for (let y = 0; y < height; y++)
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const a = down[i]!
      const b = up[i + (size - 1) * width]!
      out[i] = a > b ? a : b
    }
  return { width, height, data: out }
}

function invert({ width, height, data }: Grey): Grey {
  const out = new Uint8Array(data.length)
  for (let i = 0; i < out.length; i++) out[i] = 255 - data[i]!
  return { width, height, data: out }
}

/** Fills dark details thinner than the window, along x and y; what is left is the paper. */
export function closeDark(image: Grey, rx: number, ry: number): Grey {
  const widen = (picture: Grey): Grey => {
    const rows = rx > 0 ? widenRows(picture, rx) : picture
    return ry > 0 ? widenColumns(rows, ry) : rows
  }
  return invert(widen(invert(widen(image))))
}
