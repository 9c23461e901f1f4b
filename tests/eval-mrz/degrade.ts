import sharp from 'sharp'
import type { Sharp } from 'sharp'
import type { Picture } from '../../src/mrz/picture.ts'
import type { Random } from './specimen/random.ts'

/** What spoils a picture at a counter. */
export const degradations = ['glare', 'blur', 'noise', 'tilt', 'small', 'jpeg'] as const
export type Degradation = (typeof degradations)[number]

/**
 * A lamp's reflection over the lower part, where most documents have their MRZ: up to 210 grey levels added, so that paper is white
 * there and dark ink pale grey. It is an ellipse of soft edge a tenth to a fifth of the picture wide.
 */
function addGlare({ width, height, data }: Picture, random: Random): Picture {
  const [cx, cy] = [width * random.between(0.15, 0.85), height * random.between(0.72, 0.92)]
  const [rx, ry] = [width * random.between(0.05, 0.1), height * random.between(0.04, 0.08)]
  const strength = random.between(150, 210)
  const out = Uint8Array.from(data, (value, i) => {
    const far = ((i % width) - cx) ** 2 / rx ** 2 + (Math.floor(i / width) - cy) ** 2 / ry ** 2
    return Math.min(255, value + strength * Math.exp(-(far ** 2) / 4))
  })
  return { width, height, data: out }
}

function addNoise({ width, height, data }: Picture, random: Random): Picture {
  const sigma = random.between(14, 24)
  const out = Uint8Array.from(data, (value) => Math.max(0, Math.min(255, value + sigma * random.normal())))
  return { width, height, data: out }
}

/** Treatments by the picture library. Blur and size count in shares of the width, so that large scans suffer as small pictures do. */
const treatments: Record<
  Exclude<Degradation, 'glare' | 'noise'>,
  (picture: Sharp, width: number, random: Random) => Sharp
> = {
  blur: (picture, width, random) => picture.blur(Math.max(0.4, (width / 1000) * random.between(1, 1.5))),
  tilt: (picture, _, random) =>
    picture.rotate(random.pick([-1, 1]) * random.between(4, 9), { background: { r: 90, g: 90, b: 90 } }),
  small: (picture, width, random) => picture.resize(Math.round(Math.min(width, random.between(520, 640)))),
  jpeg: (picture, _, random) => picture.jpeg({ quality: random.integer(12, 25) }),
}

/** A grey picture spoilt in one way; the same random numbers spoil it alike. */
export async function degrade(picture: Picture, kind: Degradation, random: Random): Promise<Picture> {
  if (kind === 'glare') return addGlare(picture, random)
  if (kind === 'noise') return addNoise(picture, random)
  const { width, height } = picture
  const raw = sharp(picture.data, { raw: { width, height, channels: 1 } })
  const treated = await treatments[kind](raw.png({ compressionLevel: 1 }), width, random).toBuffer()
  const { data, info } = await sharp(treated).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}
