import { Failure } from '../contract/failure.ts'
import type { MrzCapture } from '../contract/mrz.ts'
import { alignToGrid } from './align.ts'
import type { Grid } from './align.ts'
import { assembleMrz } from './candidate.ts'
import type { MrzText } from './candidate.ts'
import { courseBeside, findMrz, isSame } from './find-mrz.ts'
import type { MrzCandidate } from './find-mrz.ts'
import { settleReadings } from './settle.ts'
import type { MrzScan } from './settle.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'
import { greyOf } from './picture.ts'
import type { Grey, Picture } from './picture.ts'
import type { Recogniser } from './recogniser.ts'
import { isKnownState } from '../emrtd/lds/mrz/states.ts'
import { cutStrip, evenHeights, firstCut, furtherCuts, letterHeightOf, measureLine } from './strip.ts'
import type { Cut, LineSource } from './strip.ts'

/** Larger pictures are averaged down to this; an A4 page at 200 dots per inch. */
const longestSide = 2400
/** MRZs looked at for each scale, and lines recognised for one picture: what bounds the time of a picture without an MRZ. */
const mostCandidates = 7
/** Score of a candidate that is read before other picture sizes are searched for a better one. */
const promising = 1.2
const mostLines = 30
/** Scores (see candidate.ts) at which a reading is taken at once, and below which it is no MRZ at all. */
const takenAt = 9
const takenShare = 0.5
const leastScore = 2.5
/**
 * Readings of a still picture before it may be certain: two cuts of one picture err alike more often than two frames do, and
 * letters lower than `smallLetters` pixels are misread alike in more of them.
 */
const leastReadings = 3
const smallLetters = 13

/** An MRZ read once: its text, and its lines from first to last for reading again. */
export type MrzRead = { text: MrzText; sources: LineSource[]; turned: boolean }
/** Good enough to look no further: the whole scores well and no line is out of tune. */
const isTaken = ({ score, weakest }: MrzText): boolean => score >= takenAt && weakest >= takenShare

/** How many lines may be recognised and how many picture sizes searched, and how lines are cut. */
export type Effort = { lines: number; scales: number; cut: Cut }

/** Letter heights from one line of an MRZ to the next where only one line was found (Doc 9303-4 to -6: 5.5 to 6.4 mm). */
const lineDistance = 2.3

async function readGrids(recogniser: Recogniser, sources: LineSource[], cut: Cut): Promise<Grid[] | null> {
  const read = await Promise.all(sources.map((source) => recogniser.recogniseLine(cutStrip(source, cut))))
  const grids = read.map(({ symbols }) => alignToGrid(symbols)).filter((grid) => grid !== null)
  return grids.length === sources.length && grids.every(({ cells }) => cells.length >= 16) ? grids : null
}

async function readLines(recogniser: Recogniser, sources: LineSource[], cut: Cut): Promise<MrzText | null> {
  const grids = await readGrids(recogniser, sources, cut)
  return grids && assembleMrz(grids)
}

/** Ways to see a candidate as an MRZ: as it is, or a lone line with a neighbour that was not found above or below it. */
function wholesOf(image: Grey, mrz: MrzCandidate): LineSource[][] {
  const measured = mrz.courses.map((course) => measureLine(image, mrz, course)).filter((source) => source !== null)
  const [only] = measured
  if (!only || measured.length > 1) return measured.length > 1 ? [evenHeights(measured)] : []
  return [-1, 1].flatMap((side) => {
    const beside = measureLine(image, mrz, courseBeside(only.course, side * lineDistance * letterHeightOf(only)))
    return beside ? [side < 0 ? [beside, only] : [only, beside]] : []
  })
}

/** Two lines of about 30 positions are two of TD1's three: the third stands as far above or below as they stand apart. */
function withThird(image: Grey, [upper, lower]: LineSource[], grids: Grid[]): LineSource[][] {
  if (!upper || !lower || grids.length !== 2 || grids.some(({ cells }) => cells.length < 26 || cells.length > 33))
    return []
  const x = (upper.course.left + upper.course.right) / 2
  const distance = lower.course.middle(x) - upper.course.middle(x)
  const [above, below] = [courseBeside(upper.course, -distance), courseBeside(lower.course, distance)].map((course) =>
    measureLine(image, upper, course),
  )
  return [...(above ? [[above, upper, lower]] : []), ...(below ? [[upper, lower, below]] : [])]
}

/** Reads lines that run from left to right or downward, upright or turned; a missing third line is looked for. */
async function readTurn(
  recogniser: Recogniser,
  image: Grey,
  sources: LineSource[],
  turned: boolean,
  left: Effort,
): Promise<MrzRead | null> {
  const inOrder = (lines: LineSource[]): LineSource[] => (turned === lines[0]!.swapped ? lines : [...lines].reverse())
  const cut = { ...left.cut, turned }
  left.lines -= sources.length
  const grids = await readGrids(recogniser, inOrder(sources), cut)
  if (!grids) return null
  const text = assembleMrz(grids)
  let best = text && { text, sources: inOrder(sources), turned }
  if (best && isTaken(best.text)) return best
  for (const three of withThird(image, sources, grids)) {
    left.lines -= three.length
    const more = await readLines(recogniser, inOrder(three), cut)
    if (more && (!best || more.score > best.text.score)) best = { text: more, sources: inOrder(three), turned }
  }
  return best
}

async function readCandidate(
  recogniser: Recogniser,
  image: Grey,
  mrz: MrzCandidate,
  left: Effort,
): Promise<MrzRead | null> {
  let best: MrzRead | null = null
  for (const sources of wholesOf(image, mrz))
    for (const turned of [false, true]) {
      if (left.lines <= 0) return best
      const read = await readTurn(recogniser, image, sources, turned, left)
      if (read && (!best || read.text.score > best.text.score)) best = read
      if (best && isTaken(best.text)) return best
    }
  return best
}

/** Candidates that are promising as soon as they are found, so that sizes are searched lazily; then all others, best first. */
function* candidatesOf(image: Grey, scales: number): Generator<MrzCandidate> {
  const tried: MrzCandidate[] = []
  const later: MrzCandidate[] = []
  const isNew = (mrz: MrzCandidate): boolean => !tried.some((other) => isSame(other, mrz))
  for (const candidates of findMrz(image, mostCandidates, scales)) {
    for (const mrz of candidates)
      if (mrz.score < promising) later.push(mrz)
      else if (isNew(mrz)) {
        tried.push(mrz)
        yield mrz
      }
  }
  for (const mrz of later.sort((a, b) => b.score - a.score)) {
    if (!isNew(mrz)) continue
    tried.push(mrz)
    yield mrz
  }
}

/** Whether what was read scores like an MRZ at all. */
export const isMrz = ({ text }: MrzRead): boolean => text.score >= leastScore

/** Lines of an MRZ's kind on vehicle papers, whose code is CR and whose lines have no identity document's check digits. */
function isOtherPaper({ text: { format, lines, confidences } }: MrzRead): boolean {
  const [first = ''] = lines
  const sure = (confidences[0] ?? []).slice(0, 5).every((confidence) => confidence > 80)
  const checks = verifyChecks(layouts[format], lines).filter(({ ok }) => ok)
  return sure && checks.length < 2 && first.startsWith('CR') && isKnownState(first.slice(2, 5).replace(/<+$/, ''))
}

/** What reads most like an MRZ in a picture within the effort allowed, read once; null when there are no lines. */
export async function readLikeliest(recogniser: Recogniser, image: Grey, effort: Effort): Promise<MrzRead | null> {
  let best: MrzRead | null = null
  const left = { ...effort }
  for (const mrz of candidatesOf(image, effort.scales)) {
    if (left.lines <= 0) break
    const read = await readCandidate(recogniser, image, mrz, left)
    if (read && isOtherPaper(read)) return read
    if (read && (!best || read.text.score > best.text.score)) best = read
    if (best && isTaken(best.text)) break
  }
  return best
}

/**
 * Finds and reads the machine readable zone of a picture, whatever its place, tilt and light. Every line is read three
 * times, each time cut in another way, and three times more while anything is uncertain or the letters are small. Fails with `mrz_not_found`, `mrz_document_not_identity`
 * (vehicle papers), `mrz_image_unreadable`, `mrz_image_too_large`, `mrz_recogniser_unavailable`.
 */
export async function readMrz(
  picture: Picture,
  recogniser: Recogniser,
  { now, source = 'image' }: { now: Date; source?: MrzCapture['source'] },
): Promise<MrzScan> {
  const image = greyOf(picture, longestSide)
  const best = await readLikeliest(recogniser, image, { lines: mostLines, scales: 3, cut: firstCut })
  if (best && isOtherPaper(best)) throw new Failure('mrz_document_not_identity')
  if (!best || !isMrz(best)) throw new Failure('mrz_not_found')
  const isSmall = Math.min(...best.sources.map(letterHeightOf)) < smallLetters
  const least = isSmall ? 1 + furtherCuts.length : leastReadings
  const readings = [best.text]
  let scan = settleReadings(readings, source, now)
  for (const cut of furtherCuts) {
    const again = await readLines(recogniser, best.sources, { ...cut, turned: best.turned })
    if (again) readings.push(again)
    scan = settleReadings(readings, source, now)
    if (scan.capture.certain && readings.length >= least) break
  }
  return scan
}
