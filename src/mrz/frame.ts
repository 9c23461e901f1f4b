import type { MrzText } from './candidate.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'
import { isMrz, readLikeliest } from './read-mrz.ts'
import { greyOf } from './picture.ts'
import type { Grey, Picture } from './picture.ts'
import type { Recogniser } from './recogniser.ts'
import { cutStrip, firstCut, furtherCuts, letterHeightOf } from './strip.ts'
import type { LineSource } from './strip.ts'

/** What hinders reading, in the order a clerk would mend it; null when nothing does. */
export type LiveHint =
  'no_document' | 'too_dark' | 'closer' | 'turn' | 'glare_upper_line' | 'glare_lower_line' | 'hold_still'

/** What one camera frame gave: a reading or none, and what was in its way. */
export type FrameResult = { text: MrzText | null; hint: LiveHint | null }

/** A frame is worked on at this size at most, and this many lines of it are recognised. */
const longestSide = 1600
const mostLines = 6

/** Each frame is cut in another way than the last: frames of a steady document err alike when they are cut alike. */
const cuts = [firstCut, ...furtherCuts]

const darkBelow = 55
const smallBelow = 9
const blurredBelow = 38

function meanOf({ data }: Grey): number {
  let sum = 0
  for (let i = 0; i < data.length; i += 7) sum += data[i]!
  return sum / Math.ceil(data.length / 7)
}

/** Greatest steps between neighbouring columns of a strip: sharp letters have steep flanks. */
function sharpnessOf(strip: Grey): number {
  const steps: number[] = []
  for (let y = 8; y < strip.height - 8; y += 2)
    for (let x = 1; x < strip.width; x++)
      steps.push(Math.abs(strip.data[y * strip.width + x]! - strip.data[y * strip.width + x - 1]!))
  return steps.sort((a, b) => b - a)[Math.floor(steps.length * 0.05)] ?? 0
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

function hintFor(image: Grey, sources: LineSource[], swapped: boolean): LiveHint | null {
  if (meanOf(image) < darkBelow) return 'too_dark'
  if (sources.length === 0) return 'no_document'
  if (swapped) return 'turn'
  if (Math.min(...sources.map(letterHeightOf)) < smallBelow) return 'closer'
  const raw = sources.map((source) => cutStrip(source, { ...firstCut, levelled: false }))
  const shining = raw.map(glareOf)
  const worst = shining.indexOf(Math.max(...shining))
  if (shining[worst]! > 0.18) return worst === 0 ? 'glare_upper_line' : 'glare_lower_line'
  const sharp = Math.max(...sources.map((source) => sharpnessOf(cutStrip(source, firstCut))))
  return sharp < blurredBelow ? 'hold_still' : null
}

const checksAgree = ({ format, lines }: MrzText): boolean =>
  verifyChecks(layouts[format], lines).every((check) => check.ok)

/**
 * Reads one camera frame once; two frames are two readings. Bounded: two picture sizes and about six lines. What hinders is
 * only looked for when the check digits do not agree. `index` counts the frames. Fails with `mrz_image_unreadable` or
 * `mrz_image_too_large`.
 */
export async function readFrame(picture: Picture, recogniser: Recogniser, index = 0): Promise<FrameResult> {
  const image = greyOf(picture, longestSide)
  const read = await readLikeliest(recogniser, image, { lines: mostLines, scales: 2, cut: cuts[index % cuts.length]! })
  if (!read || !isMrz(read)) return { text: null, hint: hintFor(image, [], false) }
  if (checksAgree(read.text)) return { text: read.text, hint: null }
  return {
    text: read.text,
    hint: hintFor(
      image,
      read.sources,
      read.sources.some((source) => source.swapped),
    ),
  }
}
