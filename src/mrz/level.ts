import type { Grey } from './picture.ts'

function boxRows(source: Float32Array, width: number, height: number, radius: number): Float32Array {
  const out = new Float32Array(source.length)
  for (let y = 0; y < height; y++) {
    const base = y * width
    let sum = 0
    for (let k = -radius; k <= radius; k++) sum += source[base + Math.min(width - 1, Math.max(0, k))]!
    for (let x = 0; x < width; x++) {
      out[base + x] = sum / (2 * radius + 1)
      sum += source[base + Math.min(width - 1, x + radius + 1)]! - source[base + Math.max(0, x - radius)]!
    }
  }
  return out
}

function boxColumns(source: Float32Array, width: number, height: number, radius: number): Float32Array {
  const out = new Float32Array(source.length)
  const sums = new Float32Array(width)
  /** Adds a row to every column's sum; outside, the nearest edge. */
  const add = (y: number, sign: number): void => {
    const base = Math.min(height - 1, Math.max(0, y)) * width
    for (let x = 0; x < width; x++) sums[x] = sums[x]! + sign * source[base + x]!
  }
  for (let k = -radius; k <= radius; k++) add(k, 1)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) out[y * width + x] = sums[x]! / (2 * radius + 1)
    add(y + radius + 1, 1)
    add(y - radius, -1)
  }
  return out
}

/** Ratios are counted in so many steps up to the greatest that occurs on paper beside ink. */
const steps = 4096
const greatest = 4

/** Values below which shares of the ratios lie, found by counting: sorting them all would take most of a strip's time. */
function quantilesOf(ratios: Float32Array, shares: readonly number[]): number[] {
  const counts = new Uint32Array(steps)
  for (const ratio of ratios) {
    const step = Math.min(steps - 1, Math.floor((ratio * steps) / greatest))
    counts[step] = counts[step]! + 1
  }
  return shares.map((share) => {
    let left = Math.floor((ratios.length - 1) * share)
    let step = 0
    while (left >= counts[step]!) left -= counts[step++]!
    return ((step + 0.5) * greatest) / steps
  })
}

/**
 * Divides a strip by its local brightness and stretches it, so that ink is dark and paper light whatever the light and the
 * security background: shadows, slopes and glare go, letters stay.
 */
export function levelStrip(image: Grey): Grey {
  const { width, height } = image
  const wide = Math.round(height / 2)
  const flat = Math.round(height / 4)
  let mean: Float32Array = Float32Array.from(image.data)
  for (let pass = 0; pass < 2; pass++) mean = boxColumns(boxRows(mean, width, height, wide), width, height, flat)
  const ratio = new Float32Array(image.data.length)
  for (let i = 0; i < ratio.length; i++) ratio[i] = image.data[i]! / Math.max(20, mean[i]!)
  const [dark = 0, light = 1] = quantilesOf(ratio, [0.01, 0.9])
  const range = Math.max(0.1, light - dark)
  const data = new Uint8Array(ratio.length)
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, Math.min(255, (255 * (ratio[i]! - dark)) / range))
  return { width, height, data }
}
