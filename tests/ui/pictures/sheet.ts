import sharp from 'sharp'

/** A sheet shows every window of a screen at this part of its size, in so many levels a channel: enough to see a change, and small. */
const scale = 1 / 6
const levels = 16
const step = 255 / (levels - 1)
const gap = 8

/** How far apart a pixel of a sheet may be: noise below one level can end up two apart. */
export const sheetLevel = Math.ceil(2 * step)

export interface Tile {
  picture: Buffer
  width: number
  height: number
}

/** One lossless WebP of many pictures: rows of tiles, made small. */
export async function drawSheet(rows: Tile[][]): Promise<Buffer> {
  const shrink = (size: number) => Math.round(size * scale)
  let top = 0
  const placed: { input: Buffer; left: number; top: number }[] = []
  for (const row of rows) {
    let left = 0
    for (const { picture, width, height } of row) {
      const input = await sharp(picture).resize(shrink(width), shrink(height), { fit: 'fill' }).png().toBuffer()
      placed.push({ input, left, top })
      left += shrink(width) + gap
    }
    top += Math.max(...row.map(({ height }) => shrink(height))) + gap
  }
  const width = Math.max(...rows.map((row) => row.reduce((sum, tile) => sum + shrink(tile.width) + gap, 0))) - gap
  const height = top - gap
  const pixels = await sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .composite(placed)
    .removeAlpha()
    .raw()
    .toBuffer()
  for (let at = 0; at < pixels.length; at++) pixels[at] = Math.round(Math.round(pixels[at]! / step) * step)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ lossless: true, effort: 6 })
    .toBuffer()
}
