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
  for (let x = 0; x < width; x++) {
    const at = (y: number): number => source[Math.min(height - 1, Math.max(0, y)) * width + x]!
    let sum = 0
    for (let k = -radius; k <= radius; k++) sum += at(k)
    for (let y = 0; y < height; y++) {
      out[y * width + x] = sum / (2 * radius + 1)
      sum += at(y + radius + 1) - at(y - radius)
    }
  }
  return out
}

/** Value below which `share` of the sorted values lie. */
const quantile = (sorted: Float32Array, share: number): number => sorted[Math.floor((sorted.length - 1) * share)]!

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
  const ratio = Float32Array.from(image.data, (value, i) => value / Math.max(20, mean[i]!))
  const sorted = Float32Array.from(ratio).sort()
  const dark = quantile(sorted, 0.01)
  const range = Math.max(0.1, quantile(sorted, 0.9) - dark)
  const data = Uint8Array.from(ratio, (v) => Math.max(0, Math.min(255, (255 * (v - dark)) / range)))
  return { width, height, data }
}
