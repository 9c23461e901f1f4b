import { Failure } from '../contract/failure.ts'
import type { MrzCapture } from '../contract/mrz.ts'
import { alignToGrid } from './align.ts'
import type { Grid } from './align.ts'
import { assembleZone } from './candidate.ts'
import type { ZoneText } from './candidate.ts'
import { findZones } from './find-zones.ts'
import type { ZoneCandidate } from './find-zones.ts'
import { judgeReadings } from './judge.ts'
import type { MrzScan } from './judge.ts'
import { greyOf } from './picture.ts'
import type { Grey, Picture } from './picture.ts'
import type { Recogniser } from './recogniser.ts'
import { cutStrip, firstCut, furtherCuts, measureLine } from './strip.ts'
import type { Cut, LineSource } from './strip.ts'

/** Larger pictures are averaged down to this; an A4 page at 200 dots per inch. */
const longestSide = 2400
/** Zones looked at for each scale, and lines recognised for one picture: what bounds the time of a picture without a zone. */
const mostZones = 5
const mostLines = 30
/** Scores (see candidate.ts) at which a reading is taken at once, and below which it is no zone at all. */
const takenAt = 9
const leastScore = 2.5

type Read = { text: ZoneText; sources: LineSource[]; turned: boolean }
type Effort = { lines: number }

async function readLines(
  recogniser: Recogniser,
  sources: LineSource[],
  cut: Cut,
  effort: Effort,
): Promise<ZoneText | null> {
  const grids: Grid[] = []
  for (const source of sources) {
    effort.lines++
    const grid = alignToGrid((await recogniser.recogniseLine(cutStrip(source, cut))).symbols)
    if (!grid || grid.cells.length < 16) return null
    grids.push(grid)
  }
  return assembleZone(grids)
}

/** Lines of a candidate from the top of the text to its bottom, as if it were upright. */
function sourcesOf(image: Grey, zone: ZoneCandidate): LineSource[] {
  const sources = zone.courses.map((course) => measureLine(image, zone, course)).filter((source) => source !== null)
  return zone.swapped ? sources.reverse() : sources
}

async function readCandidate(
  recogniser: Recogniser,
  image: Grey,
  zone: ZoneCandidate,
  effort: Effort,
): Promise<Read | null> {
  const sources = sourcesOf(image, zone)
  if (sources.length < 2) return null
  let best: Read | null = null
  for (const turned of [false, true]) {
    const ordered = turned ? [...sources].reverse() : sources
    const text = await readLines(recogniser, ordered, { ...firstCut, turned }, effort)
    if (text && (!best || text.score > best.text.score)) best = { text, sources: ordered, turned }
    if (best && best.text.score >= takenAt) break
  }
  return best
}

async function readBest(recogniser: Recogniser, image: Grey): Promise<Read | null> {
  const effort = { lines: 0 }
  let best: Read | null = null
  for (const zones of findZones(image, mostZones))
    for (const zone of zones) {
      if (effort.lines >= mostLines) return best
      const read = await readCandidate(recogniser, image, zone, effort)
      if (read && (!best || read.text.score > best.text.score)) best = read
      if (best && best.text.score >= takenAt) return best
    }
  return best
}

/**
 * Finds and reads the machine readable zone of a picture, whatever its place, tilt and light. Every line is read twice, cut
 * in two ways, and twice more while anything is uncertain. Fails with `mrz_not_found`, `mrz_image_unreadable`,
 * `mrz_image_too_large`, `mrz_recogniser_unavailable`.
 */
export async function readMrz(
  picture: Picture,
  recogniser: Recogniser,
  { now, source = 'image' }: { now: Date; source?: MrzCapture['source'] },
): Promise<MrzScan> {
  const image = greyOf(picture, longestSide)
  const best = await readBest(recogniser, image)
  if (!best || best.text.score < leastScore) throw new Failure('mrz_not_found')
  const readings = [best.text]
  let scan = judgeReadings(readings, source, now)
  for (const cut of furtherCuts) {
    const again = await readLines(recogniser, best.sources, { ...cut, turned: best.turned }, { lines: 0 })
    if (again) readings.push(again)
    scan = judgeReadings(readings, source, now)
    if (scan.capture.certain) break
  }
  return scan
}
