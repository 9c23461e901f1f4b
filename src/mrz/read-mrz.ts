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

/** A zone read once: its text, and its lines from first to last for reading again. */
export type ZoneRead = { text: ZoneText; sources: LineSource[]; turned: boolean }
/** How many lines may be recognised and how many picture sizes searched. */
export type Effort = { lines: number; scales: number }

async function readLines(recogniser: Recogniser, sources: LineSource[], cut: Cut): Promise<ZoneText | null> {
  const grids: Grid[] = []
  for (const source of sources) {
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

async function readCandidate(recogniser: Recogniser, sources: LineSource[], effort: Effort): Promise<ZoneRead | null> {
  let best: ZoneRead | null = null
  for (const turned of [false, true]) {
    const ordered = turned ? [...sources].reverse() : sources
    effort.lines -= sources.length
    const text = await readLines(recogniser, ordered, { ...firstCut, turned })
    if (text && (!best || text.score > best.text.score)) best = { text, sources: ordered, turned }
    if (best && best.text.score >= takenAt) break
  }
  return best
}

/** The best zone of a picture within the effort allowed, read once; null when nothing reads like a zone. */
export async function readZone(recogniser: Recogniser, image: Grey, effort: Effort): Promise<ZoneRead | null> {
  let best: ZoneRead | null = null
  const left = { ...effort }
  for (const zones of findZones(image, mostZones)) {
    for (const zone of zones) {
      const sources = sourcesOf(image, zone)
      if (sources.length < 2) continue
      if (left.lines <= 0) break
      const read = await readCandidate(recogniser, sources, left)
      if (read && (!best || read.text.score > best.text.score)) best = read
      if (best && best.text.score >= takenAt) return best
    }
    if (--left.scales === 0) break
  }
  return best && best.text.score >= leastScore ? best : null
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
  const best = await readZone(recogniser, image, { lines: mostLines, scales: 3 })
  if (!best) throw new Failure('mrz_not_found')
  const readings = [best.text]
  let scan = judgeReadings(readings, source, now)
  for (const cut of furtherCuts) {
    const again = await readLines(recogniser, best.sources, { ...cut, turned: best.turned })
    if (again) readings.push(again)
    scan = judgeReadings(readings, source, now)
    if (scan.capture.certain) break
  }
  return scan
}
