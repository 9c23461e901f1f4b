import sharp from 'sharp'
import { levelStrip } from '../../../src/mrz/level.ts'
import { blur, develop, guilloche, lighting } from './noise.ts'
import type { Grey } from './noise.ts'
import type { Pen } from './pen.ts'
import type { Random } from './random.ts'
import { inventString } from './people.ts'

/** Strips are 36 pixels high, capitals 22, as src/mrz/strip.ts cuts them. */
const stripHeight = 36
const capHeight = 22
const capUnits = 707
const linePitchUnits = 1205

function paint(
  text: string,
  pen: Pen,
  random: Random,
  n: number,
): { width: number; height: number; cap: number; picture: Float32Array } {
  const cap = n === 0 ? 22 : 8 + 26 * random.next() ** 1.5
  const unit = capUnits / cap
  const height = Math.round((cap * stripHeight) / capHeight)
  const margin = random.between(0.1, 1.2) * cap
  const width = Math.round((text.length * pen.advance) / unit + 2 * margin)
  const angle = 0.012 * n * random.normal()
  const bend = (n * random.normal() * 0.03 * cap) / (width * width)
  const baseline = height / 2 + cap / 2 + 0.05 * n * cap * random.normal()
  const paper = random.between(235 - 90 * n, 250)
  const ink = random.between(0, 30 + 60 * n)
  const ground = n > 0 && random.chance(0.6) ? guilloche(random, cap, random.between(5, 60) * n) : () => 0
  const light = lighting(random, width, height, n * random.between(0, 45))
  const soft = unit * 0.5
  const neighbours = random.chance(0.5 * n) ? [inventString(random, 50), inventString(random, 50)] : []
  const picture = new Float32Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const dx = x - width / 2
      const u = (x - margin + angle * (y - height / 2)) * unit
      const v = (baseline - y + angle * dx + bend * dx * dx) * unit
      const i = Math.floor(u / pen.advance)
      let cover = i >= 0 && i < text.length ? pen.coverage(text.charAt(i), u - i * pen.advance, v, soft) : 0
      if (neighbours.length > 0 && i >= 0 && (v < -200 || v > 800)) {
        const k = v < 0 ? 0 : 1
        cover = Math.max(
          cover,
          pen.coverage(neighbours[k]?.charAt(i) ?? '<', u - i * pen.advance, v + (k ? -1 : 1) * linePitchUnits, soft),
        )
      }
      const base = paper + ground(x, y)
      picture[y * width + x] = base + (ink - base) * cover + light(x, y)
    }
  return { width, height, cap, picture }
}

async function compress(image: Grey, quality: number): Promise<Grey> {
  const { width, height } = image
  const jpeg = await sharp(image.data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality })
    .toBuffer()
  return { width, height, data: new Uint8Array(await sharp(jpeg).greyscale().raw().toBuffer()) }
}

/** Draws one line of text as the strip a recogniser reads; `noise` 0 is a clean print, 1 everything a counter's camera does to it. */
export async function drawLine(text: string, pen: Pen, random: Random, noise: number): Promise<Grey> {
  const { width, height, cap, picture } = paint(text, pen, random, noise)
  const n = noise
  const softness = n * cap * random.between(0, 0.09)
  const shaken = random.chance(0.2) ? n * cap * random.between(0, 0.08) : 0
  const blurred = blur(picture, width, height, softness + shaken, softness)
  let image = develop(blurred, width, height, n * random.between(0, 14), random)
  if (random.chance(0.5 * n)) image = await compress(image, random.integer(35, 92))
  if (n > 0 && random.chance(0.75)) image = levelStrip(image)
  const scale = stripHeight / height
  const stretched = Math.max(8, Math.round(width * scale * (1 + 0.03 * n * random.normal())))
  let resized = sharp(image.data, { raw: { width, height, channels: 1 } }).resize(stretched, stripHeight, {
    fit: 'fill',
    kernel: 'linear',
  })
  if (random.chance(0.15 * n)) resized = resized.sharpen({ sigma: random.between(0.6, 1.6) })
  const { data, info } = await resized.greyscale().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}
