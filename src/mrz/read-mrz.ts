import { Failure } from '../contract/failure.ts'
import type { MrzCapture } from '../contract/mrz.ts'
import { isForClerkAlone } from './certainty.ts'
import type { MrzText } from './candidate.ts'
import { greyOf } from './picture.ts'
import type { Picture } from './picture.ts'
import type { Recogniser } from './recogniser.ts'
import { isMrz, isOtherPaper, readLines, searchMrz } from './search-mrz.ts'
import { settleReadings } from './settle.ts'
import type { MrzScan } from './settle.ts'
import { firstCut, furtherCuts, letterHeightOf } from './strip.ts'

/** Larger pictures are averaged down to this; an A4 page at 200 dots per inch. */
const longestSide = 2400
/** Lines recognised for one picture: what bounds the time of a picture without an MRZ. */
const mostLines = 30
/**
 * Readings of a still picture before it may be certain: two cuts of one picture err alike more often than two frames do, and
 * letters lower than `smallLetters` pixels are misread alike in more of them.
 */
const leastReadings = 3
const smallLetters = 13

/**
 * Finds and reads the machine readable zone of a picture, whatever its place, tilt and light. Every line is read three
 * times, each time cut in another way, and three times more while anything is uncertain that another cut may settle, or the
 * letters are small. Fails with `mrz_not_found`, `mrz_document_not_identity`
 * (vehicle papers), `mrz_image_unreadable`, `mrz_image_too_large`, `mrz_recogniser_unavailable`. `besides` are readings of other pictures of the same
 * document, which vote as well.
 */
export async function readMrz(
  picture: Picture,
  recogniser: Recogniser,
  { now, source = 'image', besides = [] }: { now: Date; source?: MrzCapture['source']; besides?: readonly MrzText[] },
): Promise<MrzScan> {
  const image = greyOf(picture, longestSide)
  const { read: best } = await searchMrz(recogniser, image, { lines: mostLines, scales: 3, cut: firstCut })
  if (best && isOtherPaper(best)) throw new Failure('mrz_document_not_identity')
  if (!best || !isMrz(best)) throw new Failure('mrz_not_found')
  const isSmall = Math.min(...best.sources.map(letterHeightOf)) < smallLetters
  const least = isSmall ? 1 + furtherCuts.length : leastReadings
  const readings = [best.text, ...besides]
  let scan = settleReadings(readings, source, now)
  for (const cut of furtherCuts) {
    const again = await readLines(recogniser, best.sources, { ...cut, turned: best.turned })
    if (again) readings.push(again)
    scan = settleReadings(readings, source, now)
    if (readings.length - besides.length >= least && isForClerkAlone(scan.capture.uncertain)) break
  }
  return scan
}
