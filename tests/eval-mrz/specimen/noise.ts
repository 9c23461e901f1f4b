import type { Random } from './random.ts'

/** A grey picture, 0 black to 255 white. */
export type Grey = { width: number; height: number; data: Uint8Array }

/** Lightness offset at (x, y): what is printed or shines under and over the letters. */
export type Field = (x: number, y: number) => number

const sum =
  (fields: Field[]): Field =>
  (x, y) =>
    fields.reduce((total, field) => total + field(x, y), 0)

/** Guilloche of a security background: a few bent line patterns, `strength` grey levels, lines about `scale` pixels apart. */
export function guilloche(random: Random, scale: number, strength: number): Field {
  const waves = Array.from({ length: random.integer(1, 4) }, (): Field => {
    const angle = random.between(0, Math.PI)
    const pitch = scale * random.between(0.2, 1.6)
    const [c, s] = [(Math.cos(angle) * 6.28) / pitch, (Math.sin(angle) * 6.28) / pitch]
    const bend = random.between(0, 4)
    const bendPitch = scale * random.between(2, 8)
    const level = (strength * random.between(0.2, 1)) / 2
    const thin = random.chance(0.5)
    return (x, y) => {
      const wave = Math.sin(x * c + y * s + bend * Math.sin((x - y) / bendPitch))
      return thin ? (wave > 0.7 ? -level * 2 : 0) : -level * (wave + 1)
    }
  })
  return sum(waves)
}

/** Uneven light: a slope, a soft shadow, and now and then a shining spot. */
export function lighting(random: Random, width: number, height: number, strength: number): Field {
  const slopeX = (strength * random.normal()) / width
  const slopeY = (strength * random.normal()) / Math.max(height, width / 4)
  const spot = random.chance(0.25)
  const [cx, cy, r] = [random.between(0, width), random.between(0, height), width * random.between(0.04, 0.3)]
  const glow = spot ? strength * random.between(0.5, 2.5) : 0
  const edge = random.chance(0.2) ? random.between(0, width) : -1
  const shade = strength * random.between(0.2, 1)
  return (x, y) => {
    const near = spot ? glow * Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (r * r)) : 0
    return slopeX * (x - width / 2) + slopeY * (y - height / 2) + near - (edge > 0 && x + y > edge ? shade : 0)
  }
}

function boxPass(
  source: Float32Array,
  width: number,
  height: number,
  radius: number,
  horizontal: boolean,
): Float32Array {
  const out = new Float32Array(source.length)
  const [outer, inner, outerStep, innerStep] = horizontal ? [height, width, width, 1] : [width, height, 1, width]
  const whole = Math.floor(radius)
  const rest = radius - whole
  const size = 2 * radius + 1
  for (let o = 0; o < outer; o++) {
    const base = o * outerStep
    const at = (i: number): number => source[base + Math.min(inner - 1, Math.max(0, i)) * innerStep] as number
    for (let i = 0; i < inner; i++) {
      let total = rest * (at(i - whole - 1) + at(i + whole + 1))
      for (let k = -whole; k <= whole; k++) total += at(i + k)
      out[base + i * innerStep] = total / size
    }
  }
  return out
}

/** Blurs by two box passes each way, radii in pixels (fractions allowed); unequal radii are a shaken hand. */
export function blur(source: Float32Array, width: number, height: number, rx: number, ry: number): Float32Array {
  let picture = source
  for (let pass = 0; pass < 2; pass++) {
    if (rx > 0.05) picture = boxPass(picture, width, height, rx, true)
    if (ry > 0.05) picture = boxPass(picture, width, height, ry, false)
  }
  return picture
}

/** Adds sensor noise of `sigma` grey levels and rounds to bytes. */
export function develop(source: Float32Array, width: number, height: number, sigma: number, random: Random): Grey {
  const data = new Uint8Array(source.length)
  for (let i = 0; i < data.length; i++) {
    const noise = sigma === 0 ? 0 : sigma * 1.7 * (random.next() + random.next() - 1) * 1.42
    data[i] = Math.max(0, Math.min(255, Math.round((source[i] as number) + noise)))
  }
  return { width, height, data }
}
