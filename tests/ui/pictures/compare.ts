import sharp from 'sharp'

interface Raw {
  data: Buffer
  width: number
  height: number
}

const decode = async (picture: Buffer): Promise<Raw> => {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

export interface Tolerance {
  /** Of 255, in any channel: less is the same pixel. */
  level: number
  /** So many pixels may differ. */
  pixels: number
}

/** A reference of the same renderer differs by nothing but the edge of a curve. */
export const sameRenderer: Tolerance = { level: 16, pixels: 12 }

/** How many pixels differ by more than the level; another size is all of them. */
export async function countDifferent(wanted: Buffer, found: Buffer, level: number): Promise<number> {
  const [a, b] = await Promise.all([decode(wanted), decode(found)])
  if (a.width !== b.width || a.height !== b.height) return b.width * b.height
  let different = 0
  for (let at = 0; at < a.data.length; at += 3)
    if (
      Math.abs(a.data[at]! - b.data[at]!) > level ||
      Math.abs(a.data[at + 1]! - b.data[at + 1]!) > level ||
      Math.abs(a.data[at + 2]! - b.data[at + 2]!) > level
    )
      different++
  return different
}

/** The reference, what is there, and where they differ in red: for who has to decide which of both is right. */
export async function drawDifference(wanted: Buffer, found: Buffer): Promise<Buffer> {
  const [a, b] = await Promise.all([decode(wanted), decode(found)])
  const marked = Buffer.from(b.data)
  if (a.width === b.width && a.height === b.height)
    for (let at = 0; at < marked.length; at += 3) {
      const isSame = a.data[at] === b.data[at] && a.data[at + 1] === b.data[at + 1] && a.data[at + 2] === b.data[at + 2]
      if (isSame) for (let channel = 0; channel < 3; channel++) marked[at + channel] = 200 + marked[at + channel]! * 0.2
      else marked.set([220, 0, 0], at)
    }
  const width = a.width + 2 * b.width
  const height = Math.max(a.height, b.height)
  const drawn = await sharp(marked, { raw: { width: b.width, height: b.height, channels: 3 } })
    .png()
    .toBuffer()
  return sharp({ create: { width, height, channels: 3, background: '#888888' } })
    .composite([
      { input: await sharp(wanted).png().toBuffer(), left: 0, top: 0 },
      { input: found, left: a.width, top: 0 },
      { input: drawn, left: a.width + b.width, top: 0 },
    ])
    .png()
    .toBuffer()
}
