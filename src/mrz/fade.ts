import type { Grey } from './picture.ts'

/** A column's contrast is that of the letters around it, so far to either side: more than a letter's pitch, fillers included. */
const reach = 18
/** Letters with less than this share of the line's usual contrast have faded: glare lies over them, or wear. */
const fadedBelow = 0.4
/** Faded letters are brought back by so much at most: what is fainter still is noise. */
const mostGain = 4

function windowed(values: Float32Array, pick: (a: number, b: number) => number): Float32Array {
  return values.map((_, x) => {
    let best = values[x]!
    for (let i = Math.max(0, x - reach); i <= Math.min(values.length - 1, x + reach); i++) best = pick(best, values[i]!)
    return best
  })
}

/** Lightest and darkest of what stands around each column, without the strip's upper and lower edge. */
function levelsOf({ width, height, data }: Grey): { paper: Float32Array; ink: Float32Array } {
  const paper = new Float32Array(width)
  const ink = new Float32Array(width).fill(255)
  for (let x = 0; x < width; x++)
    for (let y = 6; y < height - 6; y++) {
      const value = data[y * width + x]!
      paper[x] = Math.max(paper[x]!, value)
      ink[x] = Math.min(ink[x]!, value)
    }
  return { paper: windowed(paper, Math.max), ink: windowed(ink, Math.min) }
}

/**
 * How much fainter the letters around each column are than the line's others, as a factor of 1 (not) to 4; null where none
 * have faded. Columns beyond the first and the last letter of full contrast are paper.
 */
function gainsOf(paper: Float32Array, ink: Float32Array): Float32Array | null {
  const contrast = paper.map((light, x) => (light - ink[x]!) / Math.max(1, light))
  const usual = Float32Array.from(contrast).sort()[Math.floor(contrast.length / 2)]!
  const isFull = (value: number): boolean => value >= fadedBelow * usual
  const [first, last] = [contrast.findIndex(isFull), contrast.findLastIndex(isFull)]
  const gains = contrast.map((value, x) =>
    isFull(value) || x < first || x > last ? 1 : Math.min(mostGain, usual / Math.max(0.01, value)),
  )
  return gains.some((gain) => gain > 1) ? gains : null
}

/** A strip whose faded letters are brought back to the contrast of the others, and which columns those are. */
export type Restored = { strip: Grey; isFaded: (from: number, to: number) => boolean }

/**
 * Brings faded letters back. They can be read again, but not for sure: what glare took is guessed, so the caller must not
 * count them as surely read.
 */
export function restoreFaded(strip: Grey): Restored {
  const { paper, ink } = levelsOf(strip)
  const gains = gainsOf(paper, ink)
  if (!gains) return { strip, isFaded: () => false }
  const { width, height } = strip
  const data = strip.data.map((value, i) => {
    const x = i % width
    return Math.max(0, Math.min(255, paper[x]! - (paper[x]! - value) * gains[x]!))
  })
  const isFaded = (from: number, to: number): boolean => gains.subarray(Math.max(0, from), to + 1).some((g) => g > 1)
  return { strip: { width, height, data }, isFaded }
}
