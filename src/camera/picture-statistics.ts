/** What to say of the live picture. `looking` until there is a first verdict. */
export type PictureHint =
  'looking' | 'too_dark' | 'too_bright' | 'blurred' | 'side_light' | 'empty' | 'too_far' | 'not_frontal' | 'good'

/**
 * Limits, measured on nothing but light and shape, never on a colour: brightness is judged over the whole frame and by
 * its clipped share, so that dark or light skin alone never triggers a hint.
 */
const limits = {
  darkMean: 40,
  darkHighlights: 90,
  clippedShare: 0.3,
  sharpness: 1.6,
  sideLight: 0.45,
  emptyEdges: 0.035,
  innerShare: 0.8,
  symmetry: 0.3,
}

interface Field {
  grey: Float32Array
  edges: Float32Array
  width: number
  height: number
}

/** Grey levels and edge strengths relative to local brightness, which makes them independent of how dark a face is. */
function measure(rgba: Uint8ClampedArray, width: number, height: number): Field {
  const grey = new Float32Array(width * height)
  for (let i = 0; i < grey.length; i++)
    grey[i] = 0.299 * rgba[4 * i]! + 0.587 * rgba[4 * i + 1]! + 0.114 * rgba[4 * i + 2]!
  const edges = new Float32Array(grey.length)
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      const dx = grey[i + 1]! - grey[i - 1]!
      const dy = grey[i + width]! - grey[i - width]!
      edges[i] = Math.hypot(dx, dy) / (grey[i]! + 32)
    }
  return { grey, edges, width, height }
}

/** Mean of a function over the guide oval, scaled by `size`. */
function meanInOval({ width, height }: Field, size: number, value: (x: number, y: number) => number): number {
  let sum = 0
  let count = 0
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const u = (x / width - 0.5) / (0.27 * size)
      const v = (y / height - 0.49) / (0.37 * size)
      if (u * u + v * v > 1) continue
      sum += value(x, y)
      count++
    }
  return count === 0 ? 0 : sum / count
}

/** Correlation of the oval's edges with their mirror image, at the best of a few shifts: a face from the front is even. */
function symmetryOf(field: Field): number {
  const { edges, width } = field
  const at = (x: number, y: number) => edges[y * width + Math.max(0, Math.min(width - 1, x))]!
  const mean = meanInOval(field, 1, at)
  let best = 0
  for (let shift = -8; shift <= 8; shift += 2) {
    const mirror = (x: number, y: number) => at(width - 1 - x + shift, y) - mean
    const product = meanInOval(field, 1, (x, y) => (at(x, y) - mean) * mirror(x, y))
    const power = meanInOval(field, 1, (x, y) => (at(x, y) - mean) ** 2)
    best = Math.max(best, power === 0 ? 0 : product / power)
  }
  return best
}

function sharpnessOf({ grey, width, height }: Field): number {
  let sum = 0
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x
      sum += Math.abs(4 * grey[i]! - grey[i - 1]! - grey[i + 1]! - grey[i - width]! - grey[i + width]!)
    }
  return sum / grey.length
}

/** The first thing that keeps a picture (RGBA) from being usable, or `good`. A hint, never a gate. */
export function assessPicture(rgba: Uint8ClampedArray, width: number, height: number): PictureHint {
  const field = measure(rgba, width, height)
  const { grey, edges } = field
  const sorted = Float32Array.from(grey).sort()
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length
  const highlights = sorted[Math.floor(sorted.length * 0.97)]!
  if (mean < limits.darkMean && highlights < limits.darkHighlights) return 'too_dark'
  if (grey.filter((value) => value > 250).length / grey.length > limits.clippedShare) return 'too_bright'
  const edge = (x: number, y: number) => edges[y * width + x]!
  const inOval = meanInOval(field, 1, edge)
  if (inOval < limits.emptyEdges) return 'empty'
  if (sharpnessOf(field) < limits.sharpness) return 'blurred'
  const left = meanInOval(field, 0.8, (x, y) => (x < width / 2 ? grey[y * width + x]! : 0))
  const right = meanInOval(field, 0.8, (x, y) => (x < width / 2 ? 0 : grey[y * width + x]!))
  if (Math.abs(left - right) / (left + right) > limits.sideLight) return 'side_light'
  const inner = meanInOval(field, 0.55, edge) * 0.55 ** 2
  if (inner / inOval > limits.innerShare) return 'too_far'
  return symmetryOf(field) < limits.symmetry ? 'not_frontal' : 'good'
}
