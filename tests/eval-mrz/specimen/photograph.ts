import sharp from 'sharp'
import type { Sharp } from 'sharp'
import type { SceneKind } from './draw-scene.ts'
import type { Grey } from './noise.ts'
import type { Random } from './random.ts'

type Treatment = { chance: number; apply: (picture: Sharp, random: Random, width: number) => Sharp }

const sharpened: Treatment = {
  chance: 0.35,
  apply: (picture, random) => picture.sharpen({ sigma: random.between(0.5, 1.6), m2: random.between(1, 6) }),
}
const contrasted: Treatment = {
  chance: 0.2,
  apply: (picture, random) => picture.linear(random.between(1.1, 1.6), random.between(-60, 10)),
}
const dim: Treatment = { chance: 0.15, apply: (picture, random) => picture.linear(random.between(0.3, 0.7), 5) }
const shrunk: Treatment = {
  chance: 0.35,
  apply: (picture, random, width) =>
    picture.resize(Math.round(width * random.between(0.75, 0.95)), null, { kernel: 'cubic' }),
}
const enlarged: Treatment = {
  chance: 0.4,
  apply: (picture, random, width) =>
    picture.resize(Math.round(width * random.between(1.2, 1.9)), null, { kernel: 'cubic' }),
}
/** Two levels only, as fax-like scans have. */
const bitonal: Treatment = { chance: 0.06, apply: (picture, random) => picture.threshold(random.integer(110, 170)) }

/** What happens to a picture after it was taken, in order. */
const treatments: Record<SceneKind, readonly Treatment[]> = {
  phone: [enlarged, sharpened, contrasted, dim],
  webcam: [sharpened, contrasted, dim],
  scan: [sharpened, contrasted, bitonal],
  web: [shrunk, sharpened, contrasted, { ...enlarged, chance: 0.15 }],
  crop: [shrunk, sharpened, contrasted],
}

/** A drawn scene as a JPEG in colour: treatments of its kind, a colour cast, quality 30 to 90. */
export async function photograph(image: Grey, kind: SceneKind, random: Random): Promise<Buffer> {
  const { width, height } = image
  const raw = { width, height, channels: 1 as const }
  let picture = await sharp(image.data, { raw }).png({ compressionLevel: 1 }).toBuffer()
  for (const { chance, apply } of treatments[kind]) {
    if (!random.chance(chance)) continue
    picture = await apply(sharp(picture), random, width).png({ compressionLevel: 1 }).toBuffer()
  }
  const cast = random.chance(0.5) ? 0 : 0.15
  const gains = [0, 1, 2].map(() => 1 - cast * random.next())
  return sharp(picture)
    .toColourspace('srgb')
    .linear(gains, [0, 0, 0])
    .jpeg({ quality: random.integer(30, 90) })
    .toBuffer()
}
