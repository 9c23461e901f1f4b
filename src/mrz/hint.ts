import type { Grey } from './picture.ts'
import { cutStrip, firstCut, letterHeightOf } from './strip.ts'
import type { LineSource } from './strip.ts'

/** What hinders reading, in the order a clerk would mend it; null when nothing does. */
export type LiveHint =
  'no_document' | 'too_dark' | 'closer' | 'turn' | 'glare_upper_line' | 'glare_lower_line' | 'hold_still'

const darkBelow = 55
const smallBelow = 9
const blurredBelow = 38
const shiningFrom = 0.18

function meanOf({ data }: Grey): number {
  let sum = 0
  for (let i = 0; i < data.length; i += 7) sum += data[i]!
  return sum / Math.ceil(data.length / 7)
}

/** Greatest steps between neighbouring columns of a strip: sharp letters have steep flanks. */
function sharpnessOf(strip: Grey): number {
  const counts = new Uint32Array(256)
  let steps = 0
  for (let y = 8; y < strip.height - 8; y += 2)
    for (let x = 1; x < strip.width; x++, steps++) {
      const step = Math.abs(strip.data[y * strip.width + x]! - strip.data[y * strip.width + x - 1]!)
      counts[step] = counts[step]! + 1
    }
  let left = Math.floor(steps * 0.05)
  let step = 255
  while (step > 0 && left >= counts[step]!) left -= counts[step--]!
  return step
}

/** Share of a strip that shines white without letters. */
function glareOf(strip: Grey): number {
  let white = 0
  for (let x = 0; x < strip.width; x++) {
    let least = 255
    for (let y = 6; y < strip.height - 6; y++) least = Math.min(least, strip.data[y * strip.width + x]!)
    if (least > 243) white++
  }
  return white / strip.width
}

/** What is in the way, and how good the lines' print can be seen: the sharper and the less it shines the better, 0 without lines. */
export type Look = { hint: LiveHint | null; merit: number }

/** Judges a frame by its light and by the lines found in it, none if there are none. */
export function judgeFrame(image: Grey, sources: readonly LineSource[]): Look {
  if (meanOf(image) < darkBelow) return { hint: 'too_dark', merit: 0 }
  if (sources.length === 0) return { hint: 'no_document', merit: 0 }
  const shining = sources.map((source) => glareOf(cutStrip(source, { ...firstCut, levelled: false })))
  const worst = Math.max(...shining)
  const sharp = Math.max(...sources.map((source) => sharpnessOf(cutStrip(source, firstCut))))
  return { hint: hintOf(sources, shining.indexOf(worst), worst, sharp), merit: sharp * (1 - worst) }
}

function hintOf(sources: readonly LineSource[], at: number, shining: number, sharp: number): LiveHint | null {
  if (sources.some(({ swapped }) => swapped)) return 'turn'
  if (Math.min(...sources.map(letterHeightOf)) < smallBelow) return 'closer'
  if (shining > shiningFrom) return at === 0 ? 'glare_upper_line' : 'glare_lower_line'
  return sharp < blurredBelow ? 'hold_still' : null
}
