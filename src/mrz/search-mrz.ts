import { alignToGrid } from './align.ts'
import type { Grid } from './align.ts'
import { assembleMrz } from './candidate.ts'
import type { MrzText } from './candidate.ts'
import { courseBeside, findMrz, isSame } from './find-mrz.ts'
import type { MrzCandidate } from './find-mrz.ts'
import { layouts } from '../emrtd/lds/mrz/layouts.ts'
import { verifyChecks } from '../emrtd/lds/mrz/parse.ts'
import { isKnownState } from '../emrtd/lds/mrz/states.ts'
import type { Grey } from './picture.ts'
import type { RecognisedSymbol, Recogniser } from './recogniser.ts'
import { cutForReading, evenHeights, letterHeightOf, measureLine } from './strip.ts'
import type { Cut, LineSource } from './strip.ts'

/** MRZs looked at for each scale. */
const mostCandidates = 7
/** Score of a candidate that is read before other picture sizes are searched for a better one. */
const promising = 1.2
/** Scores (see candidate.ts) at which a reading is taken at once, and below which it is no MRZ at all. */
const takenAt = 9
const takenShare = 0.5
const leastScore = 2.5

/** Score from which on a candidate that is not taken is worth a look at ends that may be hidden. */
const leastForHidden = -4

/** An MRZ read once: its text, and its lines from first to last for reading again. */
export type MrzRead = { text: MrzText; sources: LineSource[]; turned: boolean }
/** Good enough to look no further: the whole scores well and no line is out of tune. */
export const isTaken = ({ score, weakest }: MrzText): boolean => score >= takenAt && weakest >= takenShare

/**
 * How many lines may be recognised at most and how many picture sizes searched, how lines are cut, and when no further
 * candidate is begun (one always is).
 */
export type Effort = { lines: number; scales: number; cut: Cut; isSpent?: () => boolean }

/** Letter heights from one line of an MRZ to the next where only one line was found (Doc 9303-4 to -6: 5.5 to 6.4 mm). */
const lineDistance = 2.3

/** What was read where letters had faded is never sure. */
const fadedConfidence = 60

async function readLine(recogniser: Recogniser, source: LineSource, cut: Cut): Promise<RecognisedSymbol[]> {
  const { strip, isFaded } = cutForReading(source, cut)
  const { symbols } = await recogniser.recogniseLine(strip)
  return symbols.map((symbol) =>
    isFaded(symbol.from, symbol.to)
      ? { ...symbol, confidence: Math.min(fadedConfidence, symbol.confidence), faded: true }
      : symbol,
  )
}

async function readGrids(recogniser: Recogniser, sources: LineSource[], cut: Cut): Promise<Grid[] | null> {
  const read = await Promise.all(sources.map((source) => readLine(recogniser, source, cut)))
  const grids = read.map(alignToGrid).filter((grid) => grid !== null)
  return grids.length === sources.length && grids.every(({ cells }) => cells.length >= 16) ? grids : null
}

export async function readLines(recogniser: Recogniser, sources: LineSource[], cut: Cut): Promise<MrzText | null> {
  const grids = await readGrids(recogniser, sources, cut)
  return grids && assembleMrz(grids, recogniser.kind)
}

const measureAll = (image: Grey, mrz: MrzCandidate): LineSource[] =>
  mrz.courses.map((course) => measureLine(image, mrz, course)).filter((source) => source !== null)

/** Letter heights by which a line's end must lie behind the longest one's before it is taken for hidden. */
const hiddenEnd = 2

/**
 * Lines of one MRZ begin and end alike: where some are found only in part, as under glare, they are taken to run beside the longest as
 * far as that does. Null where all are whole.
 */
function withHiddenEnds(image: Grey, sources: readonly LineSource[]): LineSource[] | null {
  const lengthOf = ({ edges }: LineSource): number => edges.right - edges.left
  const longest = sources.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a))
  const { left, right } = longest.edges
  const isShort = ({ edges }: LineSource): boolean =>
    Math.max(edges.left - left, right - edges.right) > hiddenEnd * letterHeightOf(longest)
  const extended = sources.map((source): LineSource | null => {
    if (!isShort(source)) return source
    const x = (source.edges.left + source.edges.right) / 2
    const distance = (source.course.middle(x) - longest.course.middle(x)) / Math.sqrt(1 + longest.course.slope(x) ** 2)
    const whole = measureLine(image, longest, courseBeside(longest.course, distance))
    return (
      whole && {
        ...whole,
        edges: { ...whole.edges, left: Math.min(left, whole.edges.left), right: Math.max(right, whole.edges.right) },
      }
    )
  })
  return sources.some(isShort) && extended.every((source) => source !== null) ? evenHeights(extended) : null
}

/** Ways to see a candidate as an MRZ: as it is, or a lone line with a neighbour that was not found above or below it. */
function wholesOf(image: Grey, mrz: MrzCandidate): LineSource[][] {
  const measured = measureAll(image, mrz)
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
  const text = assembleMrz(grids, recogniser.kind)
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
      if (best && isTaken(best.text)) return withEnds(recogniser, image, best, left)
    }
  return best && best.text.score > leastForHidden ? withEnds(recogniser, image, best, left) : best
}

/** The better of a reading and one with the ends that may be hidden. */
async function withEnds(recogniser: Recogniser, image: Grey, read: MrzRead, left: Effort): Promise<MrzRead> {
  const extended = withHiddenEnds(image, read.sources)
  if (!extended) return read
  left.lines -= extended.length
  const text = await readLines(recogniser, extended, { ...left.cut, turned: read.turned })
  return text && text.score > read.text.score ? { ...read, text, sources: extended } : read
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
export function isOtherPaper({ text: { format, lines, confidences } }: MrzRead): boolean {
  const [first = ''] = lines
  const sure = (confidences[0] ?? []).slice(0, 5).every((confidence) => confidence > 80)
  const checks = verifyChecks(layouts[format], lines).filter(({ ok }) => ok)
  return sure && checks.length < 2 && first.startsWith('CR') && isKnownState(first.slice(2, 5).replace(/<+$/, ''))
}

/** What a search came to, and with which candidate the next one in a picture alike should begin: 0 after the last. */
export type Found = { read: MrzRead | null; next: number }

/**
 * What reads most like an MRZ in a picture within the effort allowed, read once, from candidate `first` on; null when there
 * are no lines.
 */
export async function searchMrz(recogniser: Recogniser, image: Grey, effort: Effort, first = 0): Promise<Found> {
  let best: MrzRead | null = null
  const left = { ...effort }
  let next = 0
  for (const mrz of candidatesOf(image, effort.scales)) {
    if (next++ < first) continue
    const read = await readCandidate(recogniser, image, mrz, left)
    if (read && isOtherPaper(read)) return { read, next: 0 }
    if (read && (!best || read.text.score > best.text.score)) best = read
    if (best && isTaken(best.text)) return { read: best, next: 0 }
    if (left.lines <= 0 || effort.isSpent?.()) return { read: best, next }
  }
  return { read: best, next: 0 }
}
