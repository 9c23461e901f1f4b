import type { MrzText } from './candidate.ts'
import { judgeFrame } from './hint.ts'
import type { LiveHint } from './hint.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'
import { greyOf } from './picture.ts'
import type { Grey, Picture } from './picture.ts'
import type { Readers } from './recogniser.ts'
import { isMrz, isTaken, readLines, searchMrz } from './search-mrz.ts'
import type { Found, MrzRead } from './search-mrz.ts'
import { courseOfLine, evenHeights, firstCut, furtherCuts, measureLine } from './strip.ts'
import type { Cut } from './strip.ts'

/** What one camera frame gave: a reading by each network or none, and what was in their way. */
export type FrameResult = { texts: readonly MrzText[]; hint: LiveHint | null }

/** A frame read, its picture in grey, and how good its print can be seen where the reading is not whole (hint.ts). */
export type FrameRead = FrameResult & { image: Grey; merit: number }

export type FrameReader = { read: (picture: Picture) => Promise<FrameRead> }

/** A frame is worked on at this size at most; no candidate is begun after so many milliseconds, and no line after so many. */
const longestSide = 1600
const budgetMs = 120
const mostLines = 18

/** Each frame is cut in another way than the last: frames of a steady document err alike when they are cut alike. */
const cuts = [firstCut, ...furtherCuts]

/** Frames read where the MRZ was before, without being taken, before other candidates are looked at as well. */
const doubtedFrames = 2

const checksAgree = ({ format, lines }: MrzText): boolean =>
  verifyChecks(layouts[format], lines).every((check) => check.ok)

/** Position of an MRZ: its lines as measured in an earlier frame of the same size. */
type Sighting = MrzRead & { width: number; height: number; doubted: number }

async function readAgain({ quick }: Readers, image: Grey, seen: Sighting, cut: Cut): Promise<MrzRead | null> {
  if (image.width !== seen.width || image.height !== seen.height) return null
  const sources = seen.sources
    .map((source) => measureLine(image, source, courseOfLine(source)))
    .filter((source) => source !== null)
  if (sources.length !== seen.sources.length) return null
  const text = await readLines(quick, evenHeights(sources), { ...cut, turned: seen.turned })
  return text && { text, sources, turned: seen.turned }
}

const better = (a: MrzRead | null, b: MrzRead | null): MrzRead | null =>
  a && (!b || a.text.score >= b.text.score) ? a : b

/**
 * Reads camera frames, each once by both networks. It remembers where the MRZ was and looks there first; where
 * nothing was read, the next frame begins with the candidate after the last one tried, so that no caption or pattern takes
 * all the time. Bounded by time (`clock`, in milliseconds) and lines. What hinders is only looked for when the check digits
 * do not agree. Fails with `mrz_image_unreadable` or `mrz_image_too_large`.
 */
export function createFrameReader(readers: Readers, clock: () => number): FrameReader {
  let frames = 0
  let first = 0
  let seen: Sighting | null = null

  async function search(image: Grey, cut: Cut, until: number): Promise<MrzRead | null> {
    const effort = { lines: mostLines, scales: 2, cut, isSpent: () => clock() >= until }
    const found: Found = await searchMrz(readers.quick, image, effort, first)
    first = found.next
    return found.read
  }
  async function read(picture: Picture): Promise<FrameRead> {
    const until = clock() + budgetMs
    const image = greyOf(picture, longestSide)
    const [cut, otherCut] = [cuts[frames % cuts.length]!, cuts[(frames + 3) % cuts.length]!]
    frames++
    const again = seen && (await readAgain(readers, image, seen, cut))
    const doubted = again && !isTaken(again.text) ? (seen?.doubted ?? 0) + 1 : 0
    const isEnough = again !== null && isMrz(again) && doubted <= doubtedFrames
    const best = isEnough ? again : better(again, await search(image, cut, until))
    if (!best || !isMrz(best)) {
      seen = null
      return { texts: [], image, ...judgeFrame(image, []) }
    }
    seen = { ...best, width: image.width, height: image.height, doubted }
    const second = await readLines(readers.thorough, best.sources, { ...otherCut, turned: best.turned })
    const texts = second ? [best.text, second] : [best.text]
    const look = texts.every(checksAgree) ? { hint: null, merit: 0 } : judgeFrame(image, best.sources)
    return { texts, image, ...look }
  }
  return { read }
}
