import type { Grey } from './picture.ts'

/** A column's contrast is that of the letters around it, so far to either side: more than a letter's pitch, fillers included. */
const reach = 13
/** No cut leaves so much paper at its ends. */
const widestMargin = 44
/** Letters with less than this share of the line's usual contrast have faded: glare lies over them, or wear. */
const fadedBelow = 0.4
/**
 * Faded letters are brought back by so much at most, and what is fainter still is noise; but where glare has made the paper white, nothing
 * in it is noise, and what is a little darker is ink.
 */
const [mostGain, mostOnWhite] = [7, 40]
const white = 250
/** Gains run into each other over so many columns to either side. */
const blend = 4

/** Rows of a strip's upper and lower half, without its edges: the rim of a glare takes the heads of letters and leaves their feet. */
const halves = [
  { from: 6, to: 18 },
  { from: 18, to: 30 },
] as const

function windowed(values: Float32Array, pick: (a: number, b: number) => number): Float32Array {
  return values.map((_, x) => {
    let best = values[x]!
    for (let i = Math.max(0, x - reach); i <= Math.min(values.length - 1, x + reach); i++) best = pick(best, values[i]!)
    return best
  })
}

function blended(values: Float32Array): Float32Array {
  return values.map((_, x) => {
    const near = values.subarray(Math.max(0, x - blend), x + blend + 1)
    return near.reduce((sum, value) => sum + value, 0) / near.length
  })
}

type Half = (typeof halves)[number]
/** Lightest and darkest of what stands around each column of a half. */
type Levels = { paper: Float32Array; ink: Float32Array }

function levelsOf({ width, data }: Grey, { from, to }: Half): Levels {
  const paper = new Float32Array(width)
  const ink = new Float32Array(width).fill(255)
  for (let x = 0; x < width; x++)
    for (let y = from; y < to; y++) {
      const value = data[y * width + x]!
      paper[x] = Math.max(paper[x]!, value)
      ink[x] = Math.min(ink[x]!, value)
    }
  return { paper: windowed(paper, Math.max), ink: windowed(ink, Math.min) }
}

/**
 * How much fainter the letters around each column are than the line's others, as a factor from 1 (not) on. Columns beyond the first
 * and the last letter of full contrast are paper, unless more of them are left than a cut's margin: then letters stand there.
 */
function gainsOf({ paper, ink }: Levels): Float32Array {
  const contrast = paper.map((light, x) => (light - ink[x]!) / Math.max(1, light))
  const usual = Float32Array.from(contrast).sort()[Math.floor(contrast.length / 2)]!
  const isFull = (value: number): boolean => value >= fadedBelow * usual
  const [firstFull, lastFull] = [contrast.findIndex(isFull), contrast.findLastIndex(isFull)]
  const first = firstFull > widestMargin ? 0 : firstFull
  const last = contrast.length - 1 - lastFull > widestMargin ? contrast.length - 1 : lastFull
  const most = (x: number): number => (paper[x]! >= white ? mostOnWhite : mostGain)
  return contrast.map((value, x) =>
    isFull(value) || x < first || x > last ? 1 : Math.min(most(x), usual / Math.max(0.01, value)),
  )
}

/** A strip whose faded letters are brought back to the contrast of the others, and which columns those are. */
export type Restored = { strip: Grey; isFaded: (from: number, to: number) => boolean }

/**
 * Brings faded letters back, each half of the line by itself. They can be read again, but not for sure: what glare took is guessed, so
 * the caller must not count them as surely read.
 */
export function restoreFaded(strip: Grey): Restored {
  const levels = halves.map((half) => levelsOf(strip, half))
  const found = levels.map(gainsOf)
  const isFadedAt = (from: number, to: number): boolean =>
    found.some((gains) => gains.subarray(from, to).some((g) => g > 1))
  const { width, height } = strip
  if (!isFadedAt(0, width)) return { strip, isFaded: () => false }
  const [upper, lower] = levels.map(({ paper }, i) => ({ paper, gains: blended(found[i]!) }))
  const data = strip.data.map((value, i) => {
    const x = i % width
    const share = shareOfLower(Math.floor(i / width))
    const gain = upper!.gains[x]! * (1 - share) + lower!.gains[x]! * share
    const paper = upper!.paper[x]! * (1 - share) + lower!.paper[x]! * share
    return gain === 1 ? value : Math.max(0, Math.min(255, paper - (paper - value) * gain))
  })
  return { strip: { width, height, data }, isFaded: (from, to) => isFadedAt(Math.max(0, from), to + 1) }
}

const [upperMiddle, lowerMiddle] = halves.map(({ from, to }) => (from + to) / 2) as [number, number]

/** How far a row lies from the middle of the upper half to that of the lower one, 0 to 1. */
const shareOfLower = (y: number): number =>
  Math.min(1, Math.max(0, (y + 0.5 - upperMiddle) / (lowerMiddle - upperMiddle)))
